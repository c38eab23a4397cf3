import ts from 'typescript';
import { changesOf, type Change } from '../mutants/sql-mutants.js';

const SWAPPED: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
  [ts.SyntaxKind.LessThanToken]: '<=',
  [ts.SyntaxKind.LessThanEqualsToken]: '<',
  [ts.SyntaxKind.GreaterThanToken]: '>=',
  [ts.SyntaxKind.GreaterThanEqualsToken]: '>',
};
/** Operators of which either side may be left out. */
const LOGICAL = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken,
]); // prettier-ignore
const TURNED: Record<string, string> = { some: 'every', every: 'some' };

/**
 * Every mutant of a source: comparisons turned, a side of a connective or of a choice taken away, negations dropped, list entries and
 * rows of tables left out, words, numbers and truth values replaced, steps of a chain skipped, and the SQL in it changed as SQL.
 */
export function mutantsOfSource(text: string): Change[] {
  const source = ts.createSourceFile('policy.ts', text, ts.ScriptTarget.ES2022, true);
  const changes: Change[] = [];
  const add = (what: string, from: number, to: number, put: string): number => changes.push({ what, from, to, put });
  const replace = (what: string, node: ts.Node, put: string): number => add(what, node.getStart(), node.end, put);

  const visit = (node: ts.Node): void => {
    // Types, imports and texts of comments decide nothing.
    if (
      ts.isTypeNode(node) ||
      ts.isImportDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node)
    )
      return;
    if (ts.isBinaryExpression(node)) {
      const swapped = SWAPPED[node.operatorToken.kind];
      if (swapped) replace('turn', node.operatorToken, swapped);
      if (LOGICAL.has(node.operatorToken.kind)) {
        replace('drop right of', node, node.left.getText());
        replace('drop left of', node, node.right.getText());
      }
    } else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      replace('drop not', node, node.operand.getText());
    else if (ts.isConditionalExpression(node)) {
      replace('always', node, node.whenTrue.getText());
      replace('never', node, node.whenFalse.getText());
    } else if (ts.isIfStatement(node)) replace('drop guard', node.expression, 'false');
    else if (node.kind === ts.SyntaxKind.TrueKeyword) replace('turn', node, 'false');
    else if (node.kind === ts.SyntaxKind.FalseKeyword) replace('turn', node, 'true');
    else if (ts.isNumericLiteral(node))
      replace('other number', node, String(Number(node.text.replaceAll('_', '')) + 1));
    else if (ts.isArrayLiteralExpression(node))
      for (const element of node.elements) leaveOut('drop entry', element, node.elements);
    else if (ts.isObjectLiteralExpression(node))
      for (const row of node.properties)
        if (ts.isPropertyAssignment(row) && isRow(row.initializer)) leaveOut('drop row', row, node.properties);
    if (ts.isStringLiteral(node) && !ts.isPropertyAssignment(node.parent)) reword(node);
    else if (ts.isStringLiteral(node) && ts.isPropertyAssignment(node.parent) && node.parent.initializer === node)
      reword(node);
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) chained(node, node.expression);
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'sql')
      changes.push(...inSql(text, node.template));
    ts.forEachChild(node, visit);
  };
  const reword = (node: ts.StringLiteral): void => void (isWord(node.text) && replace('other word', node, "'mutant'"));
  const leaveOut = (what: string, one: ts.Node, list: ts.NodeArray<ts.Node>): void => {
    const next = list[list.indexOf(one) + 1];
    add(what, one.getStart(), next ? next.getStart() : one.end, '');
  };
  const chained = (call: ts.CallExpression, { expression, name }: ts.PropertyAccessExpression): void => {
    if (Object.hasOwn(TURNED, name.text)) replace('turn', name, TURNED[name.text]!);
    if (['filter', 'sort'].includes(name.text)) add(`skip ${name.text}`, expression.end, call.end, '');
  };
  ts.forEachChild(source, visit);
  return changes.filter(({ from, to, put }) => isSource(text.slice(0, from) + put + text.slice(to)));
}

/** A mutant that is no TypeScript would count as killed and prove nothing. */
function isSource(text: string): boolean {
  const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true });
  return !diagnostics?.length;
}

/** A name that the program compares; a sentence or a heading is for people and decides nothing. */
const isWord = (text: string): boolean => /^[a-z0-9][\w.-]*$|^[A-Z]\d?$/.test(text);

const isRow = (value: ts.Node): boolean =>
  ts.isObjectLiteralExpression(value) ||
  ts.isArrayLiteralExpression(value) ||
  ts.isCallExpression(value) ||
  ts.isIdentifier(value);

/** The SQL of a template, with what is put in standing for itself. */
function inSql(text: string, template: ts.TemplateLiteral): Change[] {
  const [from, to] = [template.getStart() + 1, template.end - 1];
  let plain = text;
  if (ts.isTemplateExpression(template))
    for (const span of template.templateSpans) {
      const [start, end] = [span.expression.getFullStart() - 2, span.literal.getStart() + 1];
      plain = plain.slice(0, start) + 'x'.repeat(end - start) + plain.slice(end);
    }
  return changesOf(plain, from, to);
}
