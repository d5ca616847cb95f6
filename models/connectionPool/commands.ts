/** A command of EPP (RFC 5730, and RFC 5731 for domains). */
export interface EppCommand {
  name: string
  /** A query only asks; a transform changes something at the registry, so that it must not be carried out twice. */
  kind: 'query' | 'transform'
  /** How often it is asked for, in relation to the others. */
  share: number
  /** How much longer than a query it takes. */
  slowness: number
}

/** What a registrar sends in a day, in proportion: mostly questions whether a name is still free. */
export const eppCommands: readonly EppCommand[] = [
  { name: 'domain:check', kind: 'query', share: 52, slowness: 1 },
  { name: 'domain:info', kind: 'query', share: 24, slowness: 1 },
  { name: 'poll', kind: 'query', share: 6, slowness: 1 },
  { name: 'domain:renew', kind: 'transform', share: 8, slowness: 1.4 },
  { name: 'domain:create', kind: 'transform', share: 6, slowness: 1.6 },
  { name: 'domain:update', kind: 'transform', share: 4, slowness: 1.4 },
]

const totalShare = eppCommands.reduce((sum, { share }) => sum + share, 0)

/**
 * The command for a number drawn by chance.
 *
 * @param fraction from 0 up to, but not including, 1
 */
export function commandFor(fraction: number): EppCommand {
  let left = fraction * totalShare
  for (const command of eppCommands) {
    left -= command.share
    if (left < 0)
      return command
  }
  return eppCommands[0]!
}

/**
 * Finds a command by its name.
 *
 * @throws {RangeError} when there is none of that name
 */
export function commandNamed(name: string): EppCommand {
  const command = eppCommands.find(command => command.name === name)
  if (!command)
    throw new RangeError(`no EPP command is called ${name}: take one of ${eppCommands.map(({ name }) => name).join(', ')}`)
  return command
}
