/** What a person calls a remote: its name, with a capital. */
export const remoteTitle = (remote: string): string => remote.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase())
