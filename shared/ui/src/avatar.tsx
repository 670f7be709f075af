import type { CSSProperties, ReactNode } from 'react'
import styles from './avatar.module.css'
import { classNames } from './class-names.ts'

export interface AvatarProps {
  /** Determines the colour, which is the same everywhere. */
  readonly address: string
  readonly name?: string | undefined
  /** 24, 32 or 40 pixels. Default: `medium`. */
  readonly size?: 'small' | 'medium' | 'large' | undefined
}

/** Initials on a colour derived from the address. Decorative: put the name beside it. */
export function Avatar({ address, name, size = 'medium' }: AvatarProps): ReactNode {
  const style = { '--hue': hueOf(address) } as CSSProperties
  return (
    // Not as text: it would count as words of whatever it stands in.
    <span
      aria-hidden
      data-initials={initials(name, address)}
      className={classNames(styles.avatar, styles[size])}
      style={style}
    />
  )
}

const segmenter = new Intl.Segmenter()

const limits = {
  /** Characters of a name or an address that are read. Beyond it: the rest is ignored. */
  name: 200,
  /** Characters of one letter with its marks. Beyond it: the other marks are left out. */
  letter: 16,
} as const

function firstLetter(word: string): string {
  for (const { segment } of segmenter.segment(word.slice(0, limits.letter))) return segment.toLocaleUpperCase()
  return ''
}

/** Up to two letters: of the first and the last name, otherwise of the address. */
export function initials(name: string | undefined, address: string): string {
  const words = (name ?? '')
    .slice(0, limits.name)
    .replace(/\([^()]*\)|"/g, ' ')
    .split(/[\s,]+/u)
    .filter((word) => /^[\p{L}\p{N}]/u.test(word))
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  if (first === undefined) return firstLetter(address.slice(0, limits.name).replace(/^[^\p{L}\p{N}]+/u, '')) || '?'
  return firstLetter(first) + (last === undefined ? '' : firstLetter(last))
}

/** A hue in degrees, 0 to 345 in steps of 15, by the FNV-1a hash of the lower-case address. */
export function hueOf(address: string): number {
  let hash = 0x811c9dc5
  for (const character of address.slice(0, limits.name).trim().toLowerCase()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  return ((hash >>> 8) % 24) * 15
}
