import * as v from 'valibot'
import { headerProperty, type HeaderForm } from '../mime/header-property.ts'
import { invalidProperties } from '../protocol/set-failure.ts'
import { renderHeader } from './render-header.ts'

/** A field to write: name, and the value with its leading space. */
export type RenderedField = readonly [name: string, value: string]

/** Convenience properties of an Email, RFC 8621 §4.1.3. */
const convenience: Readonly<Record<string, readonly [name: string, form: HeaderForm]>> = {
  messageId: ['Message-ID', 'MessageIds'],
  inReplyTo: ['In-Reply-To', 'MessageIds'],
  references: ['References', 'MessageIds'],
  sender: ['Sender', 'Addresses'],
  from: ['From', 'Addresses'],
  to: ['To', 'Addresses'],
  cc: ['Cc', 'Addresses'],
  bcc: ['Bcc', 'Addresses'],
  replyTo: ['Reply-To', 'Addresses'],
  subject: ['Subject', 'Text'],
  sentAt: ['Date', 'Date'],
}

export function isConvenience(property: string): boolean {
  return Object.hasOwn(convenience, property)
}

/**
 * The header fields that the properties of an Email or an EmailBodyPart stand for.
 *
 * @throws SetFailure `invalidProperties`: wrong value, forbidden form, or one field given twice
 */
export function readHeaders(record: Readonly<Record<string, unknown>>): RenderedField[] {
  const seen = new Set<string>()
  return Object.entries(record).flatMap(([property, value]) => {
    if (!property.startsWith('header:') && !isConvenience(property)) return []
    const { name, form, all } = target(property)
    if (seen.has(name.toLowerCase())) throw invalidProperties([property], `${property}: the field is given twice`)
    seen.add(name.toLowerCase())
    if (value === null || value === undefined) return []
    const values: unknown = all ? value : [value]
    if (!Array.isArray(values)) throw invalidProperties([property], `${property}: must be an array`)
    return values.flatMap((item: unknown) => (isEmptyList(item) ? [] : [render(property, name, { form, item })]))
  })
}

function target(property: string): { name: string; form: HeaderForm; all: boolean } {
  const known = Object.hasOwn(convenience, property) ? convenience[property] : undefined
  if (known) return { name: known[0], form: known[1], all: false }
  const header = headerProperty(property)
  if (!header) throw invalidProperties([property], `${property}: no header field, or not in that form`)
  return header
}

/** A field without addresses or ids would be no valid field. */
function isEmptyList(item: unknown): boolean {
  return Array.isArray(item) && item.length === 0
}

function render(property: string, name: string, { form, item }: { form: HeaderForm; item: unknown }): RenderedField {
  try {
    return [name, renderHeader(form, item)]
  } catch (error) {
    if (!(error instanceof v.ValiError)) throw error
    throw invalidProperties([property], `${property}: ${error.message}`)
  }
}
