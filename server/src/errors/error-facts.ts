const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined

/** `code` of a system error (`EADDRINUSE`). By shape, not by class: an error may come from another realm. */
export const systemCode = (error: unknown): unknown => field(error, 'code')

/** SQLite's extended result code. */
export const sqliteCode = (error: unknown): unknown => field(error, 'errcode')

export const errorMessage = (error: unknown): string => String(field(error, 'message') ?? error)

/** With its stack, for the log. */
export const errorReport = (error: unknown): string => String(field(error, 'stack') ?? errorMessage(error))

/** The primary result code of SQLite, without what extends it. */
const primaryCode = (error: unknown): number => Number(sqliteCode(error)) & 0xff

/** SQLITE_BUSY: another process holds the write lock. Nothing was changed. */
export const isDatabaseBusy = (error: unknown): boolean => primaryCode(error) === 5

/** SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL: the disk takes nothing at the moment. The transaction was rolled back. */
export const isUnwritable = (error: unknown): boolean => [8, 10, 13].includes(primaryCode(error))
