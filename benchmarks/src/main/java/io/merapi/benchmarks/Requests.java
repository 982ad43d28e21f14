// SPDX-License-Identifier: Apache-2.0
package io.merapi.benchmarks;

import java.nio.charset.StandardCharsets;

/** Request heads of the sizes that are met with. */
public enum Requests {
    /** A load generator's. */
    SMALL("GET / HTTP/1.1", "Host: localhost:8000", "User-Agent: wrk", ""),
    /** A browser's, with cookies. */
    BROWSER(
            "GET /shop/articles/4711?page=2&sort=price HTTP/1.1",
            "Host: www.example.com",
            "Connection: keep-alive",
            "Cache-Control: max-age=0",
            "Upgrade-Insecure-Requests: 1",
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
                    + " Safari/537.36",
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
            "Sec-Fetch-Site: same-origin",
            "Sec-Fetch-Mode: navigate",
            "Sec-Fetch-User: ?1",
            "Sec-Fetch-Dest: document",
            "Referer: https://www.example.com/shop/articles?page=1",
            "Accept-Encoding: gzip, deflate, br, zstd",
            "Accept-Language: en-GB,en;q=0.9,de;q=0.8",
            "Cookie: sessionid=8f14e45fceea167a5a36dedd4bea2543; csrftoken=c81e728d9d4c2f636f067f89cc14862c;"
                    + " _ga=GA1.2.1234567890.1700000000; theme=dark",
            "");

    private final String head;

    Requests(String... lines) {
        head = String.join("\r\n", lines) + "\r\n";
    }

    byte[] octets() {
        return head.getBytes(StandardCharsets.ISO_8859_1);
    }
}
