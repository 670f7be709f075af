import { MethodError } from './errors.ts'
import {
  maxComparedInSet,
  maxJsonDepth,
  maxReferencesInRequest,
  maxSizeResolved,
  maxSizeResponse,
  maxSlice,
  maxTextInImport,
  maxValuesInRequest,
} from './limits.ts'

interface JsonMeasure {
  /** Strings, numbers, arrays, objects, … and the names in objects. */
  readonly values: number
  /** UTF-16 units of the JSON, without escapes. */
  readonly size: number
}

interface JsonBounds extends JsonMeasure {
  readonly depth: number
}

/**
 * Counts what a value would be as JSON, what is used in several places as often as it is used; null when it is
 * more than `bounds`. Walks no further than they allow, and without recursion.
 */
export function measureJson(root: unknown, bounds: JsonBounds): JsonMeasure | null {
  let values = 0
  let size = 0
  const open: { readonly items: readonly unknown[]; at: number }[] = [{ items: [root], at: 0 }]
  for (let top = open.at(-1); top; top = open.at(-1)) {
    if (top.at >= top.items.length) {
      open.pop()
      continue
    }
    const value = top.items[top.at]
    top.at += 1
    values += 1
    size += sizeOf(value)
    if (values > bounds.values || size > bounds.size) return null
    if (typeof value !== 'object' || value === null) continue
    if (open.length > bounds.depth) return null
    if (Array.isArray(value)) {
      open.push({ items: value, at: 0 })
      continue
    }
    for (const name of Object.keys(value)) {
      values += 1
      size += name.length + 3
    }
    open.push({ items: Object.values(value), at: 0 })
  }
  return values > bounds.values || size > bounds.size ? null : { values, size }
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 3
  if (typeof value === 'number') return 8
  return 5
}

/** Reserves bytes that are buffered for an account; false when that would be too many. A negative number releases them. */
export type TakeBytes = (bytes: number) => boolean

/** What one request may cost, over all of its calls. */
export class RequestBudget {
  private readonly take: TakeBytes
  private references = 0
  private resolvedValues = 0
  private resolvedSize = 0
  private compared = 0
  private imported = 0
  /** Bytes of the responses of finished calls. */
  private written = 0
  /** Bytes that the running call has made so far, about. */
  private making = 0
  private sliceStart = performance.now()

  constructor(take: TakeBytes) {
    this.take = take
  }

  /** Counts a result reference. @throws MethodError `requestTooLarge` */
  countReference(): void {
    this.references += 1
    if (this.references > maxReferencesInRequest)
      throw tooLarge(`A request may have at most ${maxReferencesInRequest} result references.`)
  }

  /** Counts what a result reference represents. @throws MethodError `requestTooLarge` */
  countResolved(value: unknown): void {
    const measure = measureJson(value, {
      values: maxValuesInRequest - this.resolvedValues,
      size: maxSizeResolved - this.resolvedSize,
      depth: maxJsonDepth,
    })
    if (!measure) throw tooLarge('The result references of this request resolve to too much data.')
    this.resolvedValues += measure.values
    this.resolvedSize += measure.size
  }

  /** Counts a record that is to be part of the response. @throws MethodError `requestTooLarge`, `serverUnavailable` */
  countRecord(record: unknown): void {
    const measure = measureJson(record, { values: Infinity, size: this.left(), depth: Infinity })
    if (!measure) throw tooLarge(responseTooLarge)
    if (!this.take(measure.size)) throw tooBusy()
    this.making += measure.size
  }

  /** Counts a stored parse that an update has to be compared with; false when that would be too much. */
  mayCompare(bytes: number): boolean {
    this.compared += bytes
    return this.compared <= maxComparedInSet
  }

  /** Counts text that an import makes searchable; false when that would be too much. */
  mayImport(characters: number): boolean {
    if (this.imported + characters > maxTextInImport) return false
    this.imported += characters
    return true
  }

  /** Whether another call may run at all: its response, an error at least, must find a place. */
  hasSpace(): boolean {
    return this.left() > 0
  }

  /**
   * Counts bytes of the response as they are written, in place of what `countRecord` estimated.
   *
   * @param done - The call has changed something: its response is sent in any case.
   * @throws MethodError `requestTooLarge` or `serverUnavailable`
   */
  countWritten(bytes: number, done: boolean): void {
    this.forgetRecords()
    if (!done && this.written + bytes > maxSizeResponse) throw tooLarge(responseTooLarge)
    if (!this.take(bytes) && !done) throw tooBusy()
    this.written += bytes
  }

  /** Takes back what was counted of a response that is not sent. */
  uncount(bytes: number): void {
    this.written -= bytes
    this.take(-bytes)
  }

  forgetRecords(): void {
    if (this.making > 0) this.take(-this.making)
    this.making = 0
  }

  /** Lets others have their turn when this request has worked for long enough. */
  async pause(): Promise<void> {
    if (performance.now() - this.sliceStart < maxSlice) return
    await new Promise((resolve) => setImmediate(resolve))
    this.sliceStart = performance.now()
  }

  private left(): number {
    return maxSizeResponse - this.written - this.making
  }
}

const responseTooLarge = `A response may have at most ${maxSizeResponse} bytes. Request less at a time.`

export function tooLarge(description: string): MethodError {
  return new MethodError('requestTooLarge', description)
}

function tooBusy(): MethodError {
  return new MethodError(
    'serverUnavailable',
    'Too many requests are in progress. Try again when earlier responses have been read.',
  )
}
