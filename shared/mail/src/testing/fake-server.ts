import { type Args, FakeJmapServer, type MethodResponse } from '@atrium/jmap/testing'
import type { Id } from '@atrium/jmap/types'
import type { Email, EmailFilterCondition, Identity, Mailbox } from '@atrium/mail-contracts'
import { identityBuilder, mailboxBuilder, standardMailboxes } from './builders.ts'
import { FakeStore, type StoredType } from './fake-store.ts'

/** What a test can change at any time. */
export interface FakeServerSettings {
  maxObjectsInGet: number
  maxObjectsInSet: number
  /** Every `/changes` fails with `cannotCalculateChanges`. */
  forgetful: boolean
  /** Ids whose changes are refused. */
  refused: Set<Id>
  /** Refuses to create emails. */
  full: boolean
  /** Refuses to send anything, with this error. */
  submissionError: { readonly type: string; readonly description?: string } | null
  identities: readonly Identity[]
}

/** Everything a method works on. */
interface World {
  readonly settings: FakeServerSettings
  readonly store: FakeStore
  /** Ids by creation id, of this request. */
  readonly createdIds: Map<string, Id>
  readonly newId: () => Id
}

const matches = (email: Email, filter: EmailFilterCondition): boolean =>
  (filter.inMailbox === undefined || email.mailboxIds[filter.inMailbox] === true) &&
  (filter.notKeyword === undefined || !email.keywords[filter.notKeyword]) &&
  (filter.hasKeyword === undefined || email.keywords[filter.hasKeyword] === true) &&
  (filter.text === undefined || `${email.subject} ${email.preview}`.includes(filter.text))

const ordered = (store: FakeStore, args: Args): Id[] => {
  const found = [...store.emails.values()]
    .filter((email) => matches(email, (args['filter'] ?? {}) as EmailFilterCondition))
    .sort((one, other) => (one.receivedAt < other.receivedAt ? 1 : -1))
  const threads = new Set<Id>()
  return found.flatMap((email) => {
    if (args['collapseThreads'] && threads.has(email.threadId)) return []
    threads.add(email.threadId)
    return [email.id]
  })
}

const query = (store: FakeStore, args: Args): MethodResponse => {
  const all = ordered(store, args)
  let position = Number(args['position'] ?? 0)
  if (args['anchor'] !== undefined) {
    const anchor = all.indexOf(String(args['anchor']))
    if (anchor === -1) return 'anchorNotFound'
    position = Math.max(0, anchor + Number(args['anchorOffset'] ?? 0))
  }
  const ids = all.slice(position, position + Number(args['limit'] ?? all.length))
  return { queryState: store.state(), position, ids, total: all.length, canCalculateChanges: false }
}

const get = ({ settings, store }: World, args: Args, find: (id: Id) => object | undefined): MethodResponse => {
  const ids = args['ids'] as Id[]
  if (ids.length > settings.maxObjectsInGet) return 'requestTooLarge'
  const wanted = args['properties'] as string[] | undefined
  const list = [...new Set(ids)].flatMap((id) => {
    const found = find(id)
    if (!found) return []
    return [wanted ? Object.fromEntries(Object.entries(found).filter(([name]) => wanted.includes(name))) : found]
  })
  return { state: store.state(), list, notFound: ids.filter((id) => !find(id)) }
}

const changes = ({ settings, store }: World, type: StoredType, args: Args): MethodResponse => {
  if (settings.forgetful) return 'cannotCalculateChanges'
  const since = String(args['sinceState'])
  return { oldState: since, newState: store.state(), hasMoreChanges: false, ...store.changes(type, since) }
}

const makeEmails = ({ settings, store, newId, createdIds }: World, args: Args) => {
  const created: Record<string, unknown> = {}
  const notCreated: Record<string, unknown> = {}
  for (const [key, given] of Object.entries((args['create'] ?? {}) as Record<string, Partial<Email>>)) {
    if (settings.full) {
      notCreated[key] = { type: 'overQuota' }
      continue
    }
    const id = newId()
    const receivedAt = `2026-02-01T00:00:${id.slice(3).padStart(2, '0')}Z`
    const defaults = { from: null, to: null, preview: '', size: 1, hasAttachment: false }
    store.put({ ...defaults, ...given, id, blobId: `b-${id}`, threadId: `t-${id}`, receivedAt } as Email)
    createdIds.set(key, id)
    created[key] = { id, threadId: `t-${id}`, blobId: `b-${id}` }
  }
  return { created, notCreated }
}

const setEmails = (world: World, args: Args): MethodResponse => {
  const { settings, store } = world
  const update = (args['update'] ?? {}) as Record<Id, Record<string, unknown>>
  const destroy = (args['destroy'] ?? []) as Id[]
  if (Object.keys(update).length + destroy.length > settings.maxObjectsInSet) return 'requestTooLarge'
  const oldState = store.state()
  if (args['ifInState'] !== undefined && args['ifInState'] !== oldState) return 'stateMismatch'
  const notUpdated: Record<Id, unknown> = {}
  const notDestroyed: Record<Id, unknown> = {}
  const made = makeEmails(world, args)
  for (const [id, patch] of Object.entries(update)) {
    if (settings.refused.has(id)) notUpdated[id] = { type: 'forbidden' }
    else if (!store.patch(id, patch)) notUpdated[id] = { type: 'notFound' }
  }
  for (const id of destroy) if (!store.destroy(id)) notDestroyed[id] = { type: 'notFound' }
  return { oldState, newState: store.state(), ...made, notUpdated, notDestroyed }
}

const setMailboxes = ({ settings, store, newId }: World, args: Args): MethodResponse => {
  const find = (id: Id): Mailbox | undefined => store.mailboxes().find((each) => each.id === id)
  const created: Record<string, unknown> = {}
  const notUpdated: Record<Id, unknown> = {}
  const notDestroyed: Record<Id, unknown> = {}
  for (const [key, given] of Object.entries((args['create'] ?? {}) as Record<string, Partial<Mailbox>>)) {
    const id = newId()
    store.putMailbox(id, mailboxBuilder({ ...given, id }))
    created[key] = { id }
  }
  for (const [id, changes] of Object.entries((args['update'] ?? {}) as Record<Id, Partial<Mailbox>>)) {
    const before = find(id)
    if (!before || settings.refused.has(id)) notUpdated[id] = { type: before ? 'forbidden' : 'notFound' }
    else store.putMailbox(id, { ...before, ...changes })
  }
  for (const id of (args['destroy'] ?? []) as Id[]) {
    if ((find(id)?.totalEmails ?? 0) > 0) notDestroyed[id] = { type: 'mailboxHasEmail' }
    else store.putMailbox(id, null)
  }
  return { oldState: null, newState: store.state(), created, notUpdated, notDestroyed }
}

/** The message that was sent under the same Message-ID. */
const sentAlready = (store: FakeStore, id: Id): Email | undefined => {
  const messageId = store.emails.get(id)?.messageId?.[0]
  return [...store.emails.values()].find((email) => email.messageId?.[0] === messageId && !email.keywords['$draft'])
}

const submit = ({ settings, store, createdIds }: World, args: Args): MethodResponse => {
  const made = Object.entries((args['create'] ?? {}) as Record<string, { emailId: string }>)
  const updated: Record<string, null> = {}
  for (const key of Object.keys(args['update'] ?? {})) {
    updated[key] = null
    const after = (args['onSuccessUpdateEmail'] as Record<string, Record<string, unknown>> | undefined)?.[key]
    if (after) store.patch(key.replace(/^sub-/, ''), after)
  }
  const created: Record<string, unknown> = {}
  const notCreated: Record<string, unknown> = {}
  for (const [key, { emailId }] of made) {
    const id = emailId.startsWith('#') ? createdIds.get(emailId.slice(1)) : emailId
    if (!id || !store.emails.has(id)) {
      notCreated[key] = { type: 'notFound' }
      continue
    }
    if (settings.submissionError) {
      notCreated[key] = settings.submissionError
      continue
    }
    const existing = sentAlready(store, id)
    if (existing) {
      notCreated[key] = { type: 'alreadyExists', existingId: `sub-${existing.id}`, existingEmailId: existing.id }
      continue
    }
    created[key] = { id: `sub-${id}` }
    const after = (args['onSuccessUpdateEmail'] as Record<string, Record<string, unknown>> | undefined)?.[`#${key}`]
    if (after) store.patch(id, after)
  }
  return { oldState: null, newState: 'sub', created, notCreated, updated }
}

const snippets = (store: FakeStore, args: Args): MethodResponse => {
  const text = String((args['filter'] as EmailFilterCondition).text)
  const list = (args['emailIds'] as Id[]).map((emailId) => {
    const subject = store.emails.get(emailId)?.subject ?? ''
    return { emailId, subject: subject.replace(text, `<mark>${text}</mark>`), preview: null }
  })
  return { list, notFound: [] }
}

const runMethod = (name: string, args: Args, world: World): MethodResponse => {
  const { store } = world
  switch (name) {
    case 'Mailbox/get': {
      const all = store.mailboxes()
      const ids = args['ids'] ?? all.map((mailbox) => mailbox.id)
      return get(world, { ...args, ids }, (id) => all.find((mailbox) => mailbox.id === id))
    }
    case 'Identity/get':
      return { state: 'identities', list: world.settings.identities, notFound: [] }
    case 'Email/get':
      return get(world, args, (id) => store.emails.get(id))
    case 'Thread/get':
      return get(world, args, (id) => {
        const emailIds = store.threadIds(id)
        return emailIds.length > 0 ? { id, emailIds } : undefined
      })
    case 'Email/query':
      return query(store, args)
    case 'Email/changes':
    case 'Mailbox/changes':
    case 'Thread/changes':
      return changes(world, name.slice(0, name.indexOf('/')) as StoredType, args)
    case 'Mailbox/set':
      return setMailboxes(world, args)
    case 'Email/set':
      return setEmails(world, args)
    case 'EmailSubmission/set':
      return submit(world, args)
    case 'SearchSnippet/get':
      return snippets(store, args)
    default:
      return 'unknownMethod'
  }
}

export interface FakeServerOptions {
  readonly emails?: readonly Email[]
  /** Default: one of each role. */
  readonly mailboxes?: readonly Mailbox[]
  readonly settings?: Partial<FakeServerSettings>
}

/** A mail server in memory (RFC 8620, RFC 8621), for the tests of everything that shows mail. */
export class FakeServer extends FakeJmapServer {
  readonly store: FakeStore
  readonly settings: FakeServerSettings

  constructor({ emails = [], mailboxes = standardMailboxes(), settings: given = {} }: FakeServerOptions) {
    const store = new FakeStore(emails, mailboxes)
    const standard = {
      maxObjectsInGet: 500,
      maxObjectsInSet: 500,
      forgetful: false,
      full: false,
      submissionError: null,
    }
    const settings = { ...standard, refused: new Set<Id>(), identities: [identityBuilder()], ...given }
    let made = 0
    const newId = (): Id => `new${(made += 1)}`
    super({
      methods: (name, args, createdIds) => runMethod(name, args, { store, settings, createdIds, newId }),
      limits: () => ({
        maxObjectsInGet: settings.maxObjectsInGet,
        maxObjectsInSet: settings.maxObjectsInSet,
        maxSizeUpload: 1000,
      }),
    })
    this.store = store
    this.settings = settings
  }

  /** Reports the present state on every open stream. */
  push(): void {
    const state = this.store.state()
    this.pushStates({ Email: state, Thread: state, Mailbox: state })
  }
}

export const createFakeServer = (options: FakeServerOptions = {}): FakeServer => new FakeServer(options)
