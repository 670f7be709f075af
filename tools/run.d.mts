/** Program and first arguments of a root script. */
export function programOf(command: string): string[]
