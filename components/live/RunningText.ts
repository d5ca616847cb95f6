import type { VNode } from 'vue'
import { createTextVNode } from 'vue'

/**
 * Text that changes many times a second. Vue replaces the text of an element that holds nothing else, node and all, and the
 * browser then looks anew at every rule that depends on what an element contains; this changes the node that is there.
 *
 *     <dd><RunningText :text="String(granted)" /></dd>
 */
export default function RunningText({ text }: { text: string }): VNode {
  return createTextVNode(text)
}
RunningText.props = ['text']
