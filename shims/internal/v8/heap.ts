/** What is known of the engine's heap: it lies in the instance's linear memory. https://nodejs.org/api/v8.html#v8getheapstatistics */
import { availableMemory, constrainedMemory, memoryUsage } from '../process/usage.ts';

/** The most that a 32-bit memory can hold, in bytes. */
const LARGEST_MEMORY = 2 ** 32;

/** Figures in bytes; those of V8's own parts are 0. */
export function getHeapStatistics(): Record<string, number> {
  const { heapTotal, heapUsed, external } = memoryUsage();
  return {
    total_heap_size: heapTotal,
    total_heap_size_executable: 0,
    total_physical_size: heapTotal,
    total_available_size: availableMemory(),
    used_heap_size: heapUsed,
    heap_size_limit: constrainedMemory() || LARGEST_MEMORY,
    malloced_memory: heapUsed,
    peak_malloced_memory: heapTotal,
    does_zap_garbage: 0,
    number_of_native_contexts: 1,
    number_of_detached_contexts: 0,
    total_global_handles_size: 0,
    used_global_handles_size: 0,
    external_memory: external,
  };
}

/** The heap has one space. */
export function getHeapSpaceStatistics(): Record<string, number | string>[] {
  const { heapTotal, heapUsed } = memoryUsage();
  return [
    {
      space_name: 'linear_memory',
      space_size: heapTotal,
      space_used_size: heapUsed,
      space_available_size: availableMemory(),
      physical_space_size: heapTotal,
    },
  ];
}
