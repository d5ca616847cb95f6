import type { PhoneView } from '../live/phoneControls'
import type { EppHealthSnapshot } from './eppHealth'
import type { EppAction } from './eppLive'
import { isWarmedUp } from './eppHealth'

/** The live monitor on a phone: every open connection can be dropped. */
export function eppOnPhone(snapshot: EppHealthSnapshot): PhoneView<EppAction> {
  if (!isWarmedUp(snapshot))
    return { says: 'The five minutes that the page looks back on go by first.', controls: [] }
  const registries = Object.entries(snapshot.openNow)
  return {
    says: registries.map(([registry, open]) => `${registry}: ${open.filter(Boolean).length} of ${open.length} connections open.`).join(' '),
    controls: registries.flatMap(([registry, open]) => open.map((isOpen, index) => ({
      kind: 'button' as const,
      id: `drop ${registry} ${index + 1}`,
      label: `Drop ${registry} ${index + 1}`,
      isOff: !isOpen,
      ask: () => ({ kind: 'drop' as const, registry, connection: index + 1 }),
    }))),
  }
}
