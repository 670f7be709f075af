import { describe, expect, test } from '@jest/globals'
import { codeOf } from './parsed-source.ts'
import { sourceFiles } from './source-files.ts'

// Habits that keep one lost response, one full storage or one long day from breaking a page. Whoever adds a request, a
// use of storage or a table that lives as long as the page says here what bounds it.

const page = /^(?:platform\/(?:host|remote|inspector)|shell|shared\/[\w-]+|remotes\/[\w-]+)\/src\//

const sources = sourceFiles()
  .filter(({ isTest }) => !isTest)
  .map(({ file, text }) => ({ file, code: codeOf(text) }))

const pageSources = sources.filter(({ file }) => page.test(file))

const filesWith = (pattern: RegExp): string[] =>
  pageSources.filter(({ code }) => pattern.test(code)).map(({ file }) => file)

/** Files that request something of the network → what ends a request that hangs, and who sees that it failed. */
const requests: Readonly<Record<string, string>> = {
  'platform/host/src/idle.ts': 'a timeout for what is fetched in advance; else the caller, which counts it alone',
  'platform/host/src/inspector-source.ts': 'a timeout; the inspector shows the error',
  'platform/host/src/registry-client.ts': 'a timeout, attempts with pauses, status and schema; a coded error',
  'platform/host/src/telemetry.ts': 'a beacon: nothing waits for it',
  'platform/host/src/updates.ts': 'a timeout; it is looked at again at the next check',
  'remotes/inbox/src/message/download-archive.ts': 'a limit of silence; the message says that it failed',
  'shared/jmap/src/transport.ts': 'a timeout, attempts with pauses, status and schema; a coded error',
  'shared/mail/src/mail.tsx': 'makes the request of an upload, which ends by the limit of silence in blobs.ts',
  'shell/src/session/gateway.ts': 'a timeout, status and schema; a problem with a code',
}

/** Files that use storage → what they store, and by what it is told apart from that of others at the same origin. */
const storage: Readonly<Record<string, string>> = {
  'platform/host/src/create-host.ts':
    'what hosts store, by safeStorage; keys have the base path or the key of the registry',
  'platform/host/src/slots.tsx': 'reads only whether there is a key of a prefix that the remote declares',
  'remotes/compose/src/draft/backup.ts': 'texts that have not reached the server, by account',
  'remotes/compose/src/draft/draft.ts': 'the format that was chosen last, by account',
  'remotes/inbox/src/folders/folder-list.tsx': 'folders that are closed, by account',
  'remotes/inbox/src/inbox-page.tsx': 'the width of the list, by account',
  'remotes/search/src/recent-searches.ts': 'recent searches, by account',
  'shell/src/palette.tsx': 'commands that were run lately, by account',
  'shell/src/session/leave.ts': 'removes what names the account',
}

/** Tables that live as long as the page or the process → what bounds them. */
const tables: Readonly<Record<string, string>> = {
  'platform/host/src/entry-script.ts durations': 'the last few loads',
  'platform/host/src/entry-script.ts failed': 'entries of releases whose last request failed',
  'platform/host/src/entry-script.ts timeouts': 'remotes',
  'platform/host/src/idle.ts prefetched': 'files of releases that this page was offered',
  'platform/host/src/page-guards.ts ownRoots': 'releases that were loaded with a renderer of their own',
  'platform/host/src/remote-view.tsx styleUsers': 'stylesheets of remotes that are shown',
  'platform/host/src/routing.ts listeners': 'components that are mounted',
  'platform/inspector/src/loaded.tsx injected': 'remotes',
  'platform/remote/src/events.ts anyListeners': 'who listens',
  'platform/remote/src/events.ts floodWatchers': 'who listens',
  'platform/remote/src/events.ts lastDetail': 'maxKept',
  'platform/remote/src/events.ts rateWindows': 'kinds of events within a second',
  'platform/remote/src/lazy-view.tsx failedViews': 'views that are mounted',
  'remotes/compose/src/composers.ts runtimes': 'windows that are open',
  'remotes/compose/src/draft/backup.ts waiting': 'windows that are open',
  'remotes/inbox/src/keyboard.ts runners': 'lists and conversations that are mounted',
  'remotes/inbox/src/undo.ts acts': 'maxActs',
  'server/src/mail/mime/charset.ts decoders': '200',
  'server/src/mail/store/fold-text.ts known': 'maxKnown',
  'shared/mail-ui/src/format.ts formatters': 'locales and forms of dates',
  'shared/mail-ui/src/list-cursor.ts restored': 'maxRestored',
  'shared/ui/src/back-closes.ts layers': 'dialogs and menus that are open',
}

describe('what a page requests', () => {
  test('is requested by the files alone that say what ends it', () => {
    expect(filesWith(/(?<![.\w])fetch\(|\bnew XMLHttpRequest\b|\.sendBeacon\(|options\.fetch\(/).sort()).toEqual(
      Object.keys(requests).sort(),
    )
  })

  test('ends: each of these files has a signal or a timeout', () => {
    const endless = pageSources.filter(
      ({ code }) => /(?<![.\w])fetch\(/.test(code) && !/\bsignal\b|timeout/i.test(code),
    )
    expect(endless.map(({ file }) => file)).toEqual([])
  })
})

describe('what a page stores', () => {
  test('is stored by the files alone that say what it is, each ready for a storage that throws', () => {
    const files = filesWith(/\b(?:localStorage|sessionStorage|indexedDB)\b/)
    expect(files.sort()).toEqual(Object.keys(storage).sort())
    const rash = pageSources.filter(
      ({ file, code }) => files.includes(file) && !/\btry \{|safeStorage\(|quietly\(/.test(code),
    )
    expect(rash.map(({ file }) => file)).toEqual([])
  })

  test('is never all removed: other applications of the origin store there too', () => {
    expect(filesWith(/\b(?:localStorage|sessionStorage)\.clear\(|deleteDatabase\(/)).toEqual([])
  })
})

describe('a table that lives as long as the page or the process', () => {
  const everywhere = sources.filter(({ file }) => page.test(file) || /^(?:server|platform\/gateway)\/src\//.test(file))
  const grows =
    /^(?:export )?(?:const|let) (\w+)(?:: (?!Readonly)[^=\n]+)? = new (?:Map|Set)(?:<[^\n]*>)?\(\)|^let (\w+): (?:readonly )?[^=\n]+\[\] = \[\]|^(?:export )?const (\w+): (?!readonly )[^=\n]+\[\] = \[\]/gm

  test('is in the list that says what bounds it', () => {
    const found = everywhere.flatMap(({ file, code }) =>
      [...code.matchAll(grows)].map(([, map, list, array]) => `${file} ${map ?? list ?? array}`),
    )
    expect(found.sort()).toEqual(Object.keys(tables).sort())
  })
})
