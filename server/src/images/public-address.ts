import { BlockList, isIP } from 'node:net'

/** Everything that is not the public internet. Source: IANA special-purpose address registries (RFC 6890). */
const special4 = new BlockList()

/** Apart: one list for both would compare an IPv4 address in its mapped form with the IPv6 ranges. */
const special6 = new BlockList()

const ranges4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]

/** Only 2000::/3 is handed out; these parts of it lead back to IPv4, to tests or to documentation. */
const ranges6: readonly (readonly [string, number])[] = [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

for (const [network, prefix] of ranges4) special4.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of ranges6) special6.addSubnet(network, prefix, 'ipv6')

/** Whether an IP address belongs to the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  return family === 4 ? !special4.check(address, 'ipv4') : !special6.check(address, 'ipv6')
}
