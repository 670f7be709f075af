export default function (shell, unsigned) {
  // Runs first in the page. One Trusted Types policy for everything: a script may load from a URL with a
  // known hash, and from nowhere else. Here the shell's own are known; the shell adds what it has verified.
  const known = Object.create(null)
  const { URL } = self
  const absolute = (url) => new URL(url, document.baseURI).href
  const integrity = (url) => {
    try {
      const whole = absolute(url)
      // A dev server's files change while the page is open: they have no hash. Only a page that says so has any.
      if (unsigned.some((base) => whole.startsWith(absolute(base)))) return ''
      // `?r=1`: a retry after a hang, which must not wait for the same cache entry.
      return known[whole.replace(/\?r=\d+$/, '')]
    } catch {}
  }
  const trust = (base, files) => {
    for (const file of Object.keys(files)) {
      // A URL keeps its first hash: a released file cannot be replaced by naming it again.
      if (/^sha384-[A-Za-z0-9+/]{64}$/.test(files[file])) known[absolute(base + file)] ??= files[file]
    }
  }
  if (shell) {
    trust(shell.base, shell.files)
    // Nothing but this page can say that the shell itself did not come: while it starts, a refused file shows the notice.
    const home = absolute(shell.base).replace(/[^/]+\/$/, '')
    const own = (url) => !!url && url.startsWith(home)
    const tell = (url) => {
      document.getElementById('atrium-refused')?.removeAttribute('hidden')
      // The cache would keep the wrong file for ever; so the next reload gets a fresh one.
      fetch(url, { cache: 'reload' }).catch(() => {})
    }
    const lost = ({ target }) => own(target.src) && tell(target.src)
    self.addEventListener('error', lost, true)
    self.addEventListener('load', () => {
      self.removeEventListener('error', lost, true)
      for (const { href, sheet } of document.querySelectorAll('link[rel=stylesheet]'))
        if (own(href) && !sheet) tell(href)
    })
  }
  if (self.trustedTypes)
    trustedTypes.createPolicy('default', {
      // A refused URL must fail as a load: an exception here leaves the bundler's promise pending for ever.
      createScriptURL: (url) => (integrity(url) === undefined ? 'about:blank' : url),
      // Emptying an element is harmless; any other string is an error and a report.
      createHTML: (html) => (html === '' ? html : null),
      createScript: () => null,
    })
  // For the loaders of the bundler and of the federation runtime, in any remote.
  Object.defineProperty(self, 'atriumIntegrity', { value: Object.freeze(integrity) })
  // For the shell, which takes and deletes it before any remote runs.
  Object.defineProperty(self, '__atriumTrust', { value: Object.freeze({ integrity, trust }), configurable: true })
}
