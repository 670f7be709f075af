import { load } from '@atrium/remote'
import { useEffect, useState, type ComponentType } from 'react'

type LoadView = ComponentType<{ readonly service: string }>

/** The chart of the metrics remote. Without that remote, incidents are shown without a chart. */
export function LoadOfService({ service }: { readonly service: string }) {
  const [View, setView] = useState<LoadView>()
  const [missing, setMissing] = useState(false)
  useEffect(() => {
    load('metrics/load').then(
      (module) => setView(() => module.default as LoadView),
      () => setMissing(true),
    )
  }, [])
  if (missing) return <p>No metrics at the moment</p>
  return View ? <View service={service} /> : null
}
