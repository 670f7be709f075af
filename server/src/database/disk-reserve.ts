import { causedBy } from '@atrium/gateway'
import { MailError } from '@atrium/mail-contracts'
import { statfsSync } from 'node:fs'

/**
 * Bytes of the disk that stay free for deleting, which needs space itself. Default: 256 MB, but no more than a
 * tenth of the disk. While less is free, what would add to the database is refused (`overQuota` in JMAP methods, 507
 * elsewhere), deleting and reading go on, and `/readyz` says so. Set by `ATRIUM_DISK_RESERVE_MB`; 0 turns it off.
 */
export const defaultDiskReserve = 256_000_000

/** Bytes of the disk that the data folder is on. */
export interface DiskSpace {
  readonly free: number
  readonly total: number
}

export interface DiskReserve {
  /** @param growth - Bytes that are to be added. Default: 0. */
  readonly hasSpace: (growth?: number) => boolean
  readonly space: () => DiskSpace
  /** Bytes that must stay free. */
  readonly reserve: () => number
}

/** Logged when the disk has no more than its reserve left. */
export const diskIsFull =
  'nothing that grows is stored, because the disk is nearly full. Free space, or lower the reserve (ATRIUM_DISK_RESERVE_MB).'

/** The error of what would add to a disk that is nearly full. */
export const diskFull = (subject: string, cause?: unknown): MailError =>
  causedBy(
    new MailError('DISK_FULL', { subject, remedy: 'The administrator has to free disk space.', cause }),
    diskIsFull,
  )

interface DiskReserveOptions {
  /** The data folder. */
  readonly folder: string
  /** Bytes. */
  readonly reserve: number
  /** Default: what the file system says. */
  readonly space?: () => DiskSpace
}

const spaceOf = (folder: string): DiskSpace => {
  const { bavail, blocks, bsize } = statfsSync(folder)
  return { free: bavail * bsize, total: blocks * bsize }
}

export function createDiskReserve({
  folder,
  reserve: wanted,
  space = () => spaceOf(folder),
}: DiskReserveOptions): DiskReserve {
  const reserve = (total = space().total): number => Math.min(wanted, total / 10)
  return {
    space,
    reserve: () => reserve(),
    hasSpace(growth = 0) {
      if (wanted === 0) return true
      const { free, total } = space()
      // Written twice: into the write-ahead log, then into the database.
      return free - 2 * growth >= reserve(total)
    },
  }
}
