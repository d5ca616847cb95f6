import type { Vm } from './vm'
import { startVm } from './vm'

let current: Promise<Vm> | undefined

/**
 * The page's one VM: started when it is first asked for, and again when the one before has ended.
 *
 * @param folder where its files are served, closing slash included
 * @throws VmProblem when it cannot be started; the next one who asks tries again
 */
export function pageVm(folder: string): Promise<Vm> {
  if (!current) {
    const starting = startVm(folder)
    const forget = (): void => {
      if (current === starting)
        current = undefined
    }
    starting.then(vm => vm.ended.then(forget), forget)
    current = starting
  }
  return current
}
