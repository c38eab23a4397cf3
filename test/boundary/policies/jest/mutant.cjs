/** The file that is mutated and the text in its place: set by the runner, read by the runtime. */
module.exports = { file: undefined, text: undefined };
