import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';

/** Most rows that a list holds: each costs a little memory, and browsers lay out nothing taller than some 33 million pixels. */
export const HELD = 250_000;

/**
 * A long list of which only what is in sight is in the page. One stop of the Tab key; the arrow keys, Page Up and Down, Home and End
 * choose a row, and so does a click.
 */
export function Rows({
  label,
  count: all,
  height,
  chosen,
  onChoose,
  onSight,
  onKey,
  tree,
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
  /** Told of a key that the list has no use for, on the chosen row; true when it was of use. */
  onKey?: (key: string, index: number) => boolean;
  /** For rows that are a tree: depth, from 1, and whether a row is unfolded. */
  tree?: (index: number) => { level: number; open: boolean | undefined };
  children: (index: number) => ReactNode;
}) {
  const count = Math.min(all, HELD);
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

  const onKeyDown = (event: KeyboardEvent): void => {
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
    if (count === 0) return;
    if (wanted === undefined) {
      if (chosen !== undefined && onKey?.(event.key, chosen)) event.preventDefault();
      return;
    }
    event.preventDefault();
    onChoose(Math.min(count - 1, Math.max(0, wanted)));
  };

  const inSight = chosen !== undefined && first !== undefined && chosen >= first && chosen <= last!;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it is a list to choose from, or a tree
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both have a name
    <div
      ref={frame}
      className="rows"
      role={tree ? 'tree' : 'listbox'}
      aria-label={label}
      aria-activedescendant={inSight ? `${id}-${chosen}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className="rows-all" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
          // biome-ignore lint/a11y/noStaticElementInteractions: it is an option or a branch, as the list is
          // biome-ignore lint/a11y/useAriaPropsSupportedByRole: a branch has a level
          <div
            key={index}
            id={`${id}-${index}`}
            role={tree ? 'treeitem' : 'option'}
            aria-level={tree?.(index).level}
            aria-expanded={tree?.(index).open}
            aria-selected={index === chosen}
            aria-posinset={index + 1}
            aria-setsize={all}
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
