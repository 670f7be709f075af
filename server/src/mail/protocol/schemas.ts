import * as v from 'valibot'
import { parseDateTime } from '../store/parse-date-time.ts'

/** RFC 8620 §1.2. */
export const idSchema = v.pipe(v.string('must be an Id'), v.regex(/^[A-Za-z0-9_-]{1,255}$/, 'must be an Id'))

/** An id, or `#` and the creation id of a record made earlier in the request. */
export const idReferenceSchema = v.pipe(v.string('must be an Id'), v.regex(/^#?[A-Za-z0-9_-]{1,255}$/, 'must be an Id'))

/** RFC 8620 §1.3: what JSON numbers keep exactly. */
export const intSchema = v.pipe(v.number('must be an Int'), v.safeInteger('must be an Int'))

export const unsignedIntSchema = v.pipe(
  v.number('must be an UnsignedInt'),
  v.safeInteger('must be an UnsignedInt'),
  v.minValue(0, 'must be an UnsignedInt'),
)

/** RFC 8620 §1.4. */
export const utcDateSchema = v.pipe(
  v.string('must be a UTCDate'),
  v.check((text) => text.endsWith('Z') && parseDateTime(text) !== null, 'must be a UTCDate'),
)

export const booleanSchema = v.boolean('must be a Boolean')

export const stringSchema = v.string('must be a String')

export const objectSchema = v.record(v.string(), v.unknown(), 'must be an Object')

export const stringsSchema = v.array(stringSchema, 'must be a String[]')

/** A set is an object whose values are all true. */
export const setSchema = v.record(v.string(), v.literal(true, 'must be true'), 'must be an Object')
