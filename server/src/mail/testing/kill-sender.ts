import { openTestMail, textAt } from './open-test-mail.ts'

// Started by a test, which kills it: sends mail to bob for ever and says which was accepted.
const t = openTestMail({ file: process.argv[2] ?? '' })
const boxes = await t.mailboxes()
for (let n = 0; ; n += 1) {
  const email = {
    mailboxIds: { [boxes['drafts'] ?? '']: true },
    keywords: { $draft: true },
    from: [{ email: 'ada@mail.test' }],
    to: [{ email: 'bob@mail.test' }],
    subject: `no. ${n}`,
  }
  const responses = await t.calls([
    ['Email/set', { create: { d: email } }, '0'],
    [
      'EmailSubmission/set',
      {
        create: { s: { emailId: '#d', identityId: 'I1' } },
        onSuccessUpdateEmail: { '#s': { mailboxIds: { [boxes['sent'] ?? '']: true }, 'keywords/$draft': null } },
      },
      '1',
    ],
  ])
  process.stdout.write(`${n} ${textAt(responses[1], '1/created/s/id')}\n`)
}
