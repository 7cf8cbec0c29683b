package io.baton.master.admin;

import io.netty.handler.codec.http.HttpMethod;

/** What is served under one path. Called on the admin loop. */
interface Page {

    /** Answers a request, now or later. */
    void answer(Exchange exchange);

    /** Whether clients get it that do not know the token. */
    default boolean isOpen() {
        return false;
    }

    /** The methods with which it can be asked for, as the field {@code Allow} names them. */
    default String allowed() {
        return "GET, HEAD";
    }

    /** Whether it can be asked for with this method. */
    default boolean allows(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }
}
