// `pnpm bench [rounds]` compares federation with one application; `pnpm bench mail [sizes]` measures the mail server.
import process from 'node:process'

await import(process.argv[2] === 'mail' ? './bench-mail.ts' : './bench-federation.ts')
