export { createBrowser, thePassword, TestBrowser } from './test-browser.ts'
export { createTempFolder, removeFolders } from './temp-folder.ts'
export { registrySigner } from './test-signer.ts'
export { remoteRelease, shellRelease, writeRegistry, writeStore } from './release-builder.ts'
