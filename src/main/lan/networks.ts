import type { NetworkInterfaceInfo } from 'node:os'

/** One address of this laptop on a network. */
export type OwnNetwork = { readonly name: string; readonly address: string; readonly netmask: string }
type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>

/** Networks of virtual machines and tunnels: real ones come first. */
const VIRTUAL = /docker|veth|vethernet|virbr|^br-|vmnet|vmware|vboxnet|virtualbox|hyper-v|utun|^tun|^tap|^wg|tailscale|zerotier|loopback/i

/** The networks that this laptop is on, the likeliest first. IPv4 alone: it is what a person can type, and what every router hands out. */
export function ownNetworks(interfaces: Interfaces): OwnNetwork[] {
  return Object.entries(interfaces)
    .flatMap(([name, addresses = []]) =>
      addresses.flatMap(({ family, internal, address, netmask }) => (family === 'IPv4' && !internal ? [{ name, address, netmask }] : [])),
    )
    .sort((a, b) => rank(a) - rank(b))
}

/** Numbers that a laptop gives itself on a cable without a router come after a router's, and virtual ones last. */
const rank = ({ name, address }: OwnNetwork): number => (VIRTUAL.test(name) ? 2 : isIn(address, '169.254.0.0', '255.255.0.0') ? 1 : 0)

/** Ranges that no router of the internet passes on: RFC 1918, RFC 6598 and RFC 3927. */
const PRIVATE = [
  ['10.0.0.0', '255.0.0.0'],
  ['172.16.0.0', '255.240.0.0'],
  ['192.168.0.0', '255.255.0.0'],
  ['100.64.0.0', '255.192.0.0'],
  ['169.254.0.0', '255.255.0.0'],
] as const

/** Nobody outside the building: a private address, or one of a network that this laptop is on (some universities give public ones). */
export const isLocal = (address: string, own: readonly OwnNetwork[]): boolean =>
  isOnOwn(address, own) || PRIVATE.some(([network, mask]) => isIn(address, network, mask))

export const isOnOwn = (address: string, own: readonly OwnNetwork[]): boolean =>
  own.some((network) => isIn(address, network.address, network.netmask))

function isIn(address: string, network: string, mask: string): boolean {
  const [a, n, m] = [address, network, mask].map(toNumber)
  return a !== undefined && n !== undefined && m !== undefined && (a & m) === (n & m)
}

const toNumber = (address: string): number => address.split('.').reduce((sum, part) => (sum << 8) | Number(part), 0)
