// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LabelsTest {

    @Test
    void areThePrograms() {
        assertThat(Labels.of(List.of(
                        "redis-server --timeout 0",
                        "./manage.py sendalerts",
                        "./manage.py sendreports --loop",
                        "nice -n 5 celery -A site worker",
                        "exec /usr/bin/celery beat",
                        "TZ=UTC  env A=b /opt/x/daphne -p 8001",
                        "")))
                .containsExactly("redis-server", "manage.py", "manage.py 2", "celery", "celery 2", "daphne", "");
    }
}
