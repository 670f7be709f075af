export { aBrowser, thePassword, TestBrowser } from './a-browser.ts'
export { aFolder, removeFolders } from './a-folder.ts'
export { registrySigner } from './a-signer.ts'
export { aRemote, aShell, writeRegistry, writeStore } from './a-store.ts'
