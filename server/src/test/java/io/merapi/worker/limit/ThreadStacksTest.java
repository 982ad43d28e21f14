// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is made of what Python's faulthandler writes. */
final class ThreadStacksTest {
    private static final Map<Long, String> NAMES =
            Map.of(0x7f01L, "thread 1, GET /a for 3.0 s", 0x7f00L, "thread 0, idle");

    private static String describe(String dump) {
        return ThreadStacks.describe(dump, NAMES::get);
    }

    @Test
    void aThreadIsCalledByWhatItRunsAndShowsTheApplicationAlone() {
        assertThat(describe("""
                        Thread 0x0000000000007f01 (most recent call first):
                          File "/srv/site.py", line 7 in slow
                          File "/srv/site.py", line 20 in app
                          File "/opt/merapi/python/merapi_worker/link.py", line 126 in _request
                          File "/opt/merapi/python/merapi_worker/link.py", line 76 in serve
                          File "/opt/merapi/python/merapi_worker/worker.py", line 139 in _serve
                          File "/usr/lib/python3.11/threading.py", line 982 in run
                          File "/usr/lib/python3.11/threading.py", line 1002 in _bootstrap
                        """)).isEqualTo("""
                        thread 1, GET /a for 3.0 s, the innermost call first:
                          File "/srv/site.py", line 7 in slow
                          File "/srv/site.py", line 20 in app""");
    }

    @Test
    void oursBetweenTheApplicationsFramesAndTheKernelStay() {
        assertThat(describe("""
                        Current thread 0x0000000000007f01 (most recent call first):
                          File "/opt/merapi/python/merapi_worker/link.py", line 190 in _receive_into
                          File "/opt/merapi/python/merapi_worker/body.py", line 50 in readinto
                          File "/srv/site.py", line 7 in upload
                          File "/opt/merapi/python/merapi_worker/answer.py", line 150 in give
                          File "/opt/merapi/python/merapi_worker/link.py", line 126 in _request
                          File "/opt/merapi/python/merapi_worker/link.py", line 76 in serve
                        """)).endsWith("in readinto\n  File \"/srv/site.py\", line 7 in upload");
    }

    @Test
    void anIdleThreadIsOneLine() {
        assertThat(describe("""
                        Current thread 0x0000000000007f00 (most recent call first):
                          File "/opt/merapi/python/merapi_worker/link.py", line 190 in _receive_into
                          File "/opt/merapi/python/merapi_worker/link.py", line 180 in _receive
                          File "/opt/merapi/python/merapi_worker/link.py", line 76 in serve
                          File "/opt/merapi/python/merapi_worker/worker.py", line 139 in _serve
                          File "<string>", line 1 in <module>
                        """)).isEqualTo("thread 0, idle: in no Python code of the application's");
    }

    @Test
    void threadsOfTheApplicationsAreShownInFull() {
        assertThat(describe("""
                        Thread 0x0000000000008000 (most recent call first):
                          File "/srv/background.py", line 3 in poll
                          File "/usr/lib/python3.11/threading.py", line 982 in run

                        Thread 0x0000000000007f00 (most recent call first):
                          File "/opt/merapi/python/merapi_worker/link.py", line 76 in serve
                        """)).isEqualTo("""
                        a thread of the application's, the innermost call first:
                          File "/srv/background.py", line 3 in poll
                          File "/usr/lib/python3.11/threading.py", line 982 in run
                        thread 0, idle: in no Python code of the application's""");
    }

    @Test
    void pypyWritesThreadsInItsOwnWay() {
        assertThat(describe("""
                        Current thread 0x7F01 (most recent call first, approximate line numbers):
                          File "/srv/site.py", line 1 in slow
                        """))
                .startsWith("thread 1, GET /a for 3.0 s, the innermost call first:\n  File \"/srv/site.py\"");
    }

    @Test
    void whatCannotBeReadIsNothing() {
        assertThat(describe("")).isEmpty();
        assertThat(describe("\u0000 garbage\n\n  File x")).isEmpty();
    }
}
