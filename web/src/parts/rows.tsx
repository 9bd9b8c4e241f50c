import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';

/**
 * A long list of which only what is in sight is in the page. One stop of the Tab key; the arrow keys, Page Up and Down, Home and End
 * choose a row, and so does a click.
 */
export function Rows({
  label,
  count,
  height,
  chosen,
  onChoose,
  onSight,
  children,
}: {
  label: string;
  count: number;
  /** Of one row, pixels. */
  height: number;
  chosen: number | undefined;
  onChoose: (index: number) => void;
  /** Told which rows are in sight, and some around them. */
  onSight?: (from: number, until: number) => void;
  children: (index: number) => ReactNode;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index, items.at(-1)?.index];
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when what is in sight changes, not when the listener does
  useEffect(() => {
    if (first !== undefined && last !== undefined) onSight?.(first, last + 1);
  }, [first, last, count]);
  useEffect(() => {
    if (chosen !== undefined && chosen >= 0) virtual.scrollToIndex(chosen, { align: 'auto' });
  }, [chosen, virtual]);

  const onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor((frame.current?.clientHeight ?? 0) / height) - 1);
    const at = chosen ?? -1;
    const next: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: count - 1,
    };
    const wanted = next[event.key];
    if (wanted === undefined || count === 0) return;
    event.preventDefault();
    onChoose(Math.min(count - 1, Math.max(0, wanted)));
  };

  const inSight = chosen !== undefined && first !== undefined && chosen >= first && chosen <= last!;
  return (
    <div
      ref={frame}
      className="rows"
      role="listbox"
      aria-label={label}
      aria-activedescendant={inSight ? `${id}-${chosen}` : undefined}
      tabIndex={0}
      onKeyDown={onKey}
    >
      <div role="presentation" className="rows-all" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
          <div
            key={index}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            aria-posinset={index + 1}
            aria-setsize={count}
            className="row"
            style={{ height, transform: `translateY(${start}px)` }}
            onClick={() => onChoose(index)}
          >
            {children(index)}
          </div>
        ))}
      </div>
    </div>
  );
}
