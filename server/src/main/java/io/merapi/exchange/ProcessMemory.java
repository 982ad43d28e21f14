// SPDX-License-Identifier: Apache-2.0
package io.merapi.exchange;

/** How much memory a worker had when that was last measured, in octets; 0 before. Read on any thread. */
public final class ProcessMemory {
    /** Of no worker. */
    public static final ProcessMemory UNKNOWN = new ProcessMemory();

    private volatile long residentBytes;
    private volatile long addressSpaceBytes;

    /** It has been measured. */
    public void measured(long resident, long addressSpace) {
        residentBytes = resident;
        addressSpaceBytes = addressSpace;
    }

    /** What of it is in memory, pages that it shares with others included. */
    public long residentBytes() {
        return residentBytes;
    }

    /** Its address space, used or not. */
    public long addressSpaceBytes() {
        return addressSpaceBytes;
    }
}
