import './time.css';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef } from 'react';
import { useWidth } from '../use-width.ts';
import { middleOf, moved, type Range, zoomed } from './range.ts';

/** What the keys do in a picture of time. */
const acts: Record<string, { move?: number; zoom?: number; show?: 'usual' | 'whole' }> = {
  ArrowLeft: { move: -0.15 },
  ArrowRight: { move: 0.15 },
  PageUp: { move: -0.9 },
  PageDown: { move: 0.9 },
  ArrowUp: { zoom: 0.6 },
  ArrowDown: { zoom: 1 / 0.6 },
  '+': { zoom: 0.6 },
  '=': { zoom: 0.6 },
  '-': { zoom: 1 / 0.6 },
  Home: { show: 'usual' },
  End: { show: 'whole' },
};

/** Where a moment lies, and how much room there is, in pixels. */
export interface Scale {
  x: (ms: number) => number;
  width: number;
  left: number;
  right: number;
}

/** A stretch of time that is shown, the first one and all of it, and who is told when another is wanted. */
export interface TimeView {
  range: Range;
  whole: Range;
  usual: Range;
  onRange: (range: Range) => void;
}

/** A picture over time: the keys move and zoom, dragging moves, and the wheel zooms at the pointer. */
export function TimeFrame({
  view,
  left,
  title,
  label,
  wheel,
  children,
}: {
  view: TimeView;
  /** Room for names at the left, pixels. */
  left: number;
  title: string;
  label: string;
  /** In a page that scrolls the wheel alone belongs to the page. */
  wheel: 'alone' | 'with-control';
  children: (scale: Scale) => ReactNode;
}) {
  const { range, whole, usual, onRange } = view;
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const right = width - 16;
  const long = range.until - range.from;
  const x = (ms: number): number => left + ((ms - range.from) / long) * (right - left);

  const onWheel = useRef<(event: WheelEvent) => void>(() => {});
  onWheel.current = (event) => {
    if (wheel === 'with-control' && !event.ctrlKey && !event.metaKey) return;
    // React listens to the wheel passively; this one must keep the page from scrolling.
    event.preventDefault();
    const box = frame.current!.getBoundingClientRect();
    const at = range.from + ((event.clientX - box.left - left) / (right - left)) * long;
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) onRange(moved(range, event.deltaX / 800, whole));
    else onRange(zoomed(range, Math.exp(event.deltaY / 400), at, whole));
  };
  useEffect(() => {
    const own = frame.current;
    const listen = (event: WheelEvent): void => onWheel.current(event);
    own?.addEventListener('wheel', listen, { passive: false });
    return () => own?.removeEventListener('wheel', listen);
  }, []);

  const drag = useRef<{ at: number; range: Range } | undefined>(undefined);
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || (event.target as Element).closest('a, button')) return;
    drag.current = { at: event.clientX, range };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onDrag = (event: PointerEvent): void => {
    if (drag.current) onRange(moved(drag.current.range, (drag.current.at - event.clientX) / (right - left), whole));
  };
  const onUp = (): void => {
    drag.current = undefined;
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target !== event.currentTarget) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    if (act.move !== undefined) onRange(moved(range, act.move, whole));
    else if (act.zoom !== undefined) onRange(zoomed(range, act.zoom, middleOf(range), whole));
    else onRange(act.show === 'whole' ? whole : usual);
  };
  return (
    <div
      ref={frame}
      className="time-frame"
      role="application"
      aria-roledescription={title}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of the picture are its own
      tabIndex={0}
      onKeyDown={onKey}
      onPointerDown={onDown}
      onPointerMove={onDrag}
      onPointerUp={onUp}
      onPointerCancel={onUp}
    >
      {children({ x, width, left, right })}
    </div>
  );
}
