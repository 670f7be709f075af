import { AtriumError } from '@atrium/protocol'
import { wrongEventFields, type EventMap, type EventName } from '@atrium/mail-contracts'
import { letThrough } from './floodgate.ts'

/** Listeners without this package hear `atrium:<name>` on `window`, with the payload in `detail`. */
const typeOf = (name: EventName): string => `atrium:${name}`

const last = new Map<EventName, unknown>()

function misshapen(name: EventName, detail: unknown): AtriumError | undefined {
  const wrong = wrongEventFields(name, detail)
  if (wrong.length === 0) return undefined
  return new AtriumError('EVENT_SHAPE_WRONG', {
    subject: `${name}: ${wrong.join(', ')}`,
    remedy: 'Send what EventMap of @atrium/mail-contracts says.',
  })
}

/**
 * Tells everybody that something has happened. A listener that throws does not stop the others.
 * Of more than a thousand of a kind within a second, the last alone is heard when the second is over,
 * and the page is told who floods it.
 *
 * @throws AtriumError EVENT_SHAPE_WRONG, where it is sent; nobody hears it.
 */
export function emit<Name extends EventName>(name: Name, detail: EventMap[Name]): void {
  const error = misshapen(name, detail)
  if (error) throw error
  last.set(name, detail)
  letThrough(name, () => window.dispatchEvent(new CustomEvent(typeOf(name), { detail })))
}

export interface ListenOptions {
  /** Hear the last event of this kind too, if there was one before. Default: false. */
  readonly replay?: boolean
  /** Ends the listening, as in `addEventListener`. */
  readonly signal?: AbortSignal
}

/**
 * Hears events of one kind until the returned function is called. What comes from `window`, past `emit`,
 * and has the wrong shape is told to the page as an uncaught error, and not heard.
 */
export function on<Name extends EventName>(
  name: Name,
  listener: (detail: EventMap[Name]) => void,
  options: ListenOptions = {},
): () => void {
  const hear = (event: Event): void => {
    const { detail } = event as CustomEvent<EventMap[Name]>
    const error = misshapen(name, detail)
    if (error) reportError(error)
    else listener(detail)
  }
  const { replay = false, signal } = options
  window.addEventListener(typeOf(name), hear, signal ? { signal } : undefined)
  if (replay && last.has(name) && !signal?.aborted) listener(last.get(name) as EventMap[Name])
  return () => window.removeEventListener(typeOf(name), hear)
}

type AnyListener = (name: string, detail: unknown) => void

const anyListeners = new Set<AnyListener>()

/**
 * Reports every event of the bus, of whatever name and shape, also what scripts without this package
 * dispatch on `window`, until the returned function is called. For tools such as the inspector:
 * `window.dispatchEvent` is wrapped meanwhile.
 */
export function onAny(listener: AnyListener): () => void {
  if (anyListeners.size === 0) observeDispatch()
  anyListeners.add(listener)
  return () => {
    anyListeners.delete(listener)
    if (anyListeners.size === 0) Reflect.deleteProperty(window, 'dispatchEvent')
  }
}

/** An own property hides `EventTarget.prototype.dispatchEvent` until it is deleted. */
function observeDispatch(): void {
  window.dispatchEvent = (event) => {
    if (event instanceof CustomEvent && event.type.startsWith('atrium:')) {
      for (const listener of anyListeners) {
        try {
          listener(event.type.slice('atrium:'.length), event.detail)
        } catch (error) {
          reportError(error)
        }
      }
    }
    return EventTarget.prototype.dispatchEvent.call(window, event)
  }
}
