/**
 * Gives the bundler a source as it was: takes back the changes listed in earlier-changes.ts.
 * A change that is not there any more ends the build, so that the list cannot rot.
 */
module.exports = function earlierSource(source) {
  return this.getOptions().changes.reduce((text, { now, before }) => {
    if (!text.includes(now))
      throw new Error(`${this.resourcePath} has no ${JSON.stringify(now)}: see tests/skew/earlier-changes.ts`)
    return text.replace(now, () => before)
  }, source)
}
