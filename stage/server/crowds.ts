/** What tells how soon somebody has to go. */
export interface Member {
  /** Where it comes from. */
  readonly address: string
  readonly isBusy: boolean
}

/** All from one address, in the order in which they came to be what they are. */
interface Crowd<M> {
  resting: Set<M>
  busy: Set<M>
}

/**
 * Those of whom one has to go when there are too many: somebody of the address that has the most, who has done nothing for
 * longest, or if all do something has done it for longest. To find out takes a step for each address, not for each member.
 */
export class Crowds<M extends Member> {
  readonly #byAddress = new Map<string, Crowd<M>>()

  /** Takes one in; what it does must not change until it is taken out. */
  add(member: M): void {
    const crowd = this.#byAddress.get(member.address) ?? { resting: new Set(), busy: new Set() }
    this.#byAddress.set(member.address, crowd)
    sideOf(crowd, member).add(member)
  }

  remove(member: M): void {
    const crowd = this.#byAddress.get(member.address)
    if (crowd && sideOf(crowd, member).delete(member) && sizeOf(crowd) === 0)
      this.#byAddress.delete(member.address)
  }

  /**
   * Who has to go.
   *
   * @param newcomer the address of whom it is for; of two that have the most it is the one
   * @returns undefined when nobody is there
   */
  firstToGo(newcomer: string): M | undefined {
    let fullest = this.#byAddress.get(newcomer)
    for (const crowd of this.#byAddress.values()) {
      if (fullest === undefined || sizeOf(crowd) > sizeOf(fullest))
        fullest = crowd
    }
    if (fullest === undefined)
      return undefined
    const [first] = fullest.resting.size > 0 ? fullest.resting : fullest.busy
    return first
  }
}

function sideOf<M>({ resting, busy }: Crowd<M>, { isBusy }: Member): Set<M> {
  return isBusy ? busy : resting
}

function sizeOf({ resting, busy }: Crowd<unknown>): number {
  return resting.size + busy.size
}
