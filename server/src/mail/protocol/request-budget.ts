import {
  longestSlice,
  maxComparedInSet,
  maxJsonDepth,
  maxReferencesInRequest,
  maxSizeResolved,
  maxSizeResponse,
  maxTextInImport,
  maxValuesInRequest,
} from './limits.ts'
import { measureJson } from './measure-json.ts'
import { MethodError } from './method-error.ts'

/** Takes octets of what an account has under way; false when that would be too many. Negative ones are given back. */
export type TakeOctets = (octets: number) => boolean

/** What one request may cost, over all of its calls. */
export class RequestBudget {
  private readonly take: TakeOctets
  private references = 0
  private resolvedValues = 0
  private resolvedSize = 0
  private compared = 0
  private imported = 0
  /** Octets of the responses of finished calls. */
  private written = 0
  /** Octets that the running call has made so far, about. */
  private making = 0
  private sliceStart = performance.now()

  constructor(take: TakeOctets) {
    this.take = take
  }

  /** Counts a result reference. @throws MethodError `requestTooLarge` */
  countReference(): void {
    this.references += 1
    if (this.references > maxReferencesInRequest)
      throw tooLarge(`A request has at most ${maxReferencesInRequest} result references.`)
  }

  /** Counts what a result reference stands for. @throws MethodError `requestTooLarge` */
  countResolved(value: unknown): void {
    const measure = measureJson(value, {
      values: maxValuesInRequest - this.resolvedValues,
      size: maxSizeResolved - this.resolvedSize,
      depth: maxJsonDepth,
    })
    if (!measure) throw tooLarge('The result references of this request stand for too much.')
    this.resolvedValues += measure.values
    this.resolvedSize += measure.size
  }

  /** Counts a record that is to be part of the response. @throws MethodError `requestTooLarge`, `serverUnavailable` */
  countRecord(record: unknown): void {
    const measure = measureJson(record, { values: Infinity, size: this.left(), depth: Infinity })
    if (!measure) throw tooLarge(responseTooLarge)
    if (!this.take(measure.size)) throw busy()
    this.making += measure.size
  }

  /** Counts a stored parse that an update has to be compared with; false when that would be too much. */
  mayCompare(octets: number): boolean {
    this.compared += octets
    return this.compared <= maxComparedInSet
  }

  /** Counts text that an import makes searchable; false when that would be too much. */
  mayImport(characters: number): boolean {
    if (this.imported + characters > maxTextInImport) return false
    this.imported += characters
    return true
  }

  /** Whether another call may run at all: its response, an error at least, must find a place. */
  hasRoom(): boolean {
    return this.left() > 0
  }

  /**
   * Counts octets of the response as they are written, in place of what `countRecord` estimated.
   *
   * @param done - The call has changed something: its response is sent in any case.
   * @throws MethodError `requestTooLarge` or `serverUnavailable`
   */
  countWritten(octets: number, done: boolean): void {
    this.forgetRecords()
    if (!done && this.written + octets > maxSizeResponse) throw tooLarge(responseTooLarge)
    if (!this.take(octets) && !done) throw busy()
    this.written += octets
  }

  /** Takes back what was counted of a response that is not sent. */
  uncount(octets: number): void {
    this.written -= octets
    this.take(-octets)
  }

  forgetRecords(): void {
    if (this.making > 0) this.take(-this.making)
    this.making = 0
  }

  /** Lets others have their turn when this request has worked for long enough. */
  async pause(): Promise<void> {
    if (performance.now() - this.sliceStart < longestSlice) return
    await new Promise((resolve) => setImmediate(resolve))
    this.sliceStart = performance.now()
  }

  private left(): number {
    return maxSizeResponse - this.written - this.making
  }
}

const responseTooLarge = `A response has at most ${maxSizeResponse} octets: ask for less in one request.`

export function tooLarge(description: string): MethodError {
  return new MethodError('requestTooLarge', description)
}

function busy(): MethodError {
  return new MethodError('serverUnavailable', 'Too much is under way: try again when earlier responses have been read.')
}
