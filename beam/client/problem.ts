/** What went wrong with the VM, in a sentence for the room. */
export class VmProblem extends Error {
  override readonly name = 'VmProblem'
}
