// Development only: one Fast Refresh runtime for the host and every remote; see refresh.ts.
import * as runtime from 'react-refresh/runtime'

runtime.injectIntoGlobalHook(self)
self.__atriumRefresh = runtime

// Shows in the page what otherwise only the terminal and the console show. The clients of the dev
// servers post the result of each compilation to the page's window.

/** Milliseconds between an update and the reload it has led to, at most. */
const soon = 15_000
const reloadedKey = 'atrium:dev-reloaded'

const looks = {
  position: 'fixed',
  insetBlockStart: '0',
  insetInline: '0',
  zIndex: '2147483647',
  maxBlockSize: '40vh',
  margin: '0',
  padding: '12px 16px',
  overflow: 'auto',
  whiteSpace: 'pre-wrap',
  font: '13px/1.45 ui-monospace, monospace',
  color: 'white',
}

let shown

function hide() {
  shown?.remove()
  shown = undefined
}

/** @param {'alert' | 'status'} role */
function show(role, text) {
  hide()
  shown = document.createElement('pre')
  shown.setAttribute('role', role)
  shown.textContent = text
  Object.assign(shown.style, looks, { background: role === 'alert' ? '#8b1a1a' : '#1f4d2e' })
  document.body.append(shown)
}

let updated = -Infinity

window.addEventListener('message', ({ data, source }) => {
  if (source !== window) return
  if (data?.type === 'webpackErrors') {
    const errors = data.data.join('\n\n')
    show(
      'alert',
      `The source does not compile. The page stays as it was, and updates when the error is fixed.\n\n${errors}`,
    )
  } else if (data?.type === 'webpackOk' && shown?.getAttribute('role') === 'alert') hide()
  else if (typeof data === 'string' && data.startsWith('webpackHotUpdate')) updated = performance.now()
})

window.addEventListener('pagehide', () => {
  if (performance.now() - updated < soon) sessionStorage.setItem(reloadedKey, 'yes')
})

if (sessionStorage.getItem(reloadedKey) !== null) {
  sessionStorage.removeItem(reloadedKey)
  show('status', 'Page reloaded: the last edit could not be applied in place. Unsaved drafts are kept.')
  setTimeout(hide, 8_000)
}
