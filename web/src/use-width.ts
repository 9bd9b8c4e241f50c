import { type RefObject, useEffect, useState } from 'react';

/** The width of an element in pixels, as it changes. @param before until it is known */
export function useWidth(element: RefObject<HTMLElement | null>, before = 900): number {
  const [width, setWidth] = useState(before);
  useEffect(() => {
    if (!element.current) return;
    const watcher = new ResizeObserver(
      ([entry]) => entry && setWidth(Math.max(200, Math.round(entry.contentRect.width))),
    );
    watcher.observe(element.current);
    return () => watcher.disconnect();
  }, [element]);
  return width;
}
