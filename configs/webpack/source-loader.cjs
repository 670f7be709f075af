// In place of what a file says: source code that the configuration has written.
module.exports = function () {
  return this.getOptions().code
}
