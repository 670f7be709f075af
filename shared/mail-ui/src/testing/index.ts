export { createTestPage, sessionBuilder, type TestPage, type TestPageOptions } from './test-page.tsx'
