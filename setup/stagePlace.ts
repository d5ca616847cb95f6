import { shallowReactive } from 'vue'

/** Where the talk on stage is, for Slidev's page of notes: in this window alone, and under the names that Slidev has for it. */
export const stagePlace = shallowReactive({ page: 1, clicks: 0, clicksTotal: 0 })
