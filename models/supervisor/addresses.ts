import type { TreeNode } from './node'
import { SupervisorNode, WorkerNode } from './node'

/** Finds the nodes of a tree by path, or by an id that only one of them has. */
export class Addresses {
  readonly #byPath = new Map<string, TreeNode>()
  readonly #byId = new Map<string, TreeNode[]>()

  constructor(top: SupervisorNode) {
    this.#add(top)
  }

  /** @throws {RangeError} when no node is meant, or more than one */
  find(address: string): TreeNode {
    const named = this.#byId.get(address) ?? []
    const node = this.#byPath.get(address) ?? (named.length === 1 ? named[0] : undefined)
    if (node)
      return node
    throw new RangeError(named.length > 1
      ? `${JSON.stringify(address)} could be ${list(named)}: give the path`
      : `there is no ${JSON.stringify(address)} in this tree; there are ${list(this.#byPath.values())}`)
  }

  /** @throws {RangeError} also when it is not a supervisor */
  findSupervisor(address: string): SupervisorNode {
    const node = this.find(address)
    if (node instanceof SupervisorNode)
      return node
    throw new RangeError(`${JSON.stringify(address)} is a worker: only a supervisor can be suspended and resumed`)
  }

  /** @throws {RangeError} also when it is not a worker */
  findWorker(address: string): WorkerNode {
    const node = this.find(address)
    if (node instanceof WorkerNode)
      return node
    throw new RangeError(`${JSON.stringify(address)} is a supervisor: only what a worker's start answers can be chosen`)
  }

  #add(node: TreeNode): void {
    this.#byPath.set(node.path, node)
    const { id } = node.spec
    const namesakes = this.#byId.get(id)
    if (namesakes)
      namesakes.push(node)
    else
      this.#byId.set(id, [node])
    if (node instanceof SupervisorNode) {
      for (const child of node.children)
        this.#add(child)
    }
  }
}

function list(nodes: Iterable<TreeNode>): string {
  return [...nodes].map(node => node.path).join(', ')
}
