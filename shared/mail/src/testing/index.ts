export { realTiming } from '@atrium/jmap'
export { createFakeTiming, instantTiming, type FakeTiming } from '@atrium/jmap/testing'
export {
  emailBuilder,
  emailRowBuilder,
  emailsBuilder,
  identityBuilder,
  mailboxBuilder,
  partBuilder,
  standardMailboxes,
  threadSummaryBuilder,
} from './builders.ts'
export { createFakeServer, type FakeServer, type FakeServerOptions, type FakeServerSettings } from './fake-server.ts'
export { FakeUpload } from './fake-upload.ts'
export { mailFor, pushChanges, renderHookWithMail, renderWithMail, settle } from './render-with-mail.tsx'
