// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merapi.control.admin.AdminRequest.UsageException;
import io.merapi.worker.lifecycle.Reload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdminRequestTest {
    private static AdminRequest read(String line) throws UsageException {
        return AdminRequest.read(line.isEmpty() ? List.of() : List.of(line.split(" ", -1)));
    }

    @Test
    void eachVerbIsARequest() throws UsageException {
        assertThat(read("status")).isEqualTo(new AdminRequest.Status(false));
        assertThat(read("status --json")).isEqualTo(new AdminRequest.Status(true));
        assertThat(read("workers --json")).isEqualTo(new AdminRequest.Workers(true));
        assertThat(read("stop")).isEqualTo(new AdminRequest.Stop(false));
        assertThat(read("stop --brutal")).isEqualTo(new AdminRequest.Stop(true));
        assertThat(read("scale 12")).isEqualTo(new AdminRequest.Scale(12));
    }

    @ParameterizedTest
    @CsvSource({
        "reload, GRACEFUL",
        "reload --brutal, BRUTAL",
        "reload --chain, CHAIN",
        "reload --workers, WORKERS",
        "reload --workers --brutal, WORKERS_BRUTAL",
        "reload --brutal --workers, WORKERS_BRUTAL"
    })
    void thereAreSeveralWaysToReload(String line, Reload kind) throws UsageException {
        assertThat(read(line)).isEqualTo(new AdminRequest.Reloading(kind));
    }

    @ParameterizedTest
    @CsvSource({
        "'', nothing is asked for",
        "stat, 'there is no ''stat''; there are status, workers, reload, stop, scale'",
        "status --jsn, status does not take '--jsn'",
        "reload --chain --brutal, reload does not take '--brutal'",
        "stop now, stop does not take 'now'",
        "scale, 'scale needs a number of workers, 1 to 10000: scale 4'",
        "scale 0, 'scale needs a number of workers, 1 to 10000: scale 4'",
        "scale many, 'scale needs a number of workers, 1 to 10000: scale 4'"
    })
    void whatMakesNoSenseIsTold(String line, String message) {
        assertThatThrownBy(() -> read(line)).isInstanceOf(UsageException.class).hasMessage(message);
    }
}
