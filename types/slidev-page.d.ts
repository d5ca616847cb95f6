/** Any of Slidev's own pages, as a component to route to. See slidev-client.d.ts for why it is typed here. */
import type { Component } from 'vue'

declare const page: Component
export default page
