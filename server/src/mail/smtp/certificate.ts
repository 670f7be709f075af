import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { generate } from 'selfsigned'
import { AtriumError } from '@atrium/protocol'
import { errorMessage } from '../../errors/error-facts.ts'

/** PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

const day = 24 * 3_600_000

/** Days a self-made certificate is valid. It is made again when fewer than 30 are left at a start. */
const validity = 3650

function isUsable(file: string, name: string): boolean {
  if (!existsSync(file)) return false
  try {
    const certificate = new X509Certificate(readFileSync(file))
    return Date.parse(certificate.validTo) - Date.now() > 30 * day && certificate.checkHost(name) !== undefined
  } catch {
    return false
  }
}

/**
 * The certificate that the server shows when a client starts TLS: the configured one, or one that is made at the first
 * start and signed by itself. Other mail servers encrypt with either; only MTA-STS and DANE ask for a real one.
 *
 * @throws AtriumError `CONFIG_INVALID` when a configured file cannot be read
 */
export async function loadCertificate(options: {
  readonly folder: string
  /** Host name of the server. */
  readonly name: string
  /** Paths of PEM files. Null: self-made. */
  readonly files: { readonly certificate: string; readonly key: string } | null
}): Promise<Certificate> {
  const { folder, name, files } = options
  if (files) return readConfigured(files)
  const paths = { cert: path.join(folder, 'smtp-certificate.pem'), key: path.join(folder, 'smtp-key.pem') }
  if (!isUsable(paths.cert, name) || !existsSync(paths.key)) {
    const made = await generate([{ name: 'commonName', value: name }], {
      keyType: 'ec',
      notBeforeDate: new Date(Date.now() - day),
      notAfterDate: new Date(Date.now() + validity * day),
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
    })
    await replaceFile(paths.key, made.private)
    await replaceFile(paths.cert, made.cert)
  }
  return { cert: readFileSync(paths.cert, 'utf8'), key: readFileSync(paths.key, 'utf8') }
}

async function replaceFile(file: string, content: string): Promise<void> {
  await writeFile(`${file}.new`, content, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

function readConfigured(files: { readonly certificate: string; readonly key: string }): Certificate {
  const read = (variable: string, file: string): string => {
    try {
      return readFileSync(file, 'utf8')
    } catch (cause) {
      throw new AtriumError('CONFIG_INVALID', {
        subject: `${variable} is ${file} (${errorMessage(cause)})`,
        remedy: 'Set it to a PEM file that this user may read.',
        cause,
      })
    }
  }
  return { cert: read('ATRIUM_SMTP_CERTIFICATE', files.certificate), key: read('ATRIUM_SMTP_KEY', files.key) }
}
