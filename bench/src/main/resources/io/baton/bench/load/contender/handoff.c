// What Baton does, in C and no more of it than a benchmark needs: a master accepts on 127.0.0.1:PORT and passes every
// socket to one of two workers (SCM_RIGHTS, one descriptor a message, Node's lines); a worker answers each with ACK and
// accepted, all of a wake-up in one send, and only then reads the client; the master then closes its copy.
//
//     gcc -O2 -o handoff handoff.c && ./handoff PORT
//
// With a second argument one process accepts for itself: the difference is what passing costs.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORKERS = 2, WINDOW = 16, MAX_ACCEPTS = 64, EVENTS = 256, CLIENTS = 4096, REQUEST = 2048, BUFFER = 65536 };

static void require(int ok, const char *what) {
    if (!ok) {
        perror(what);
        exit(1);
    }
}

static void watch(int epoll, int operation, int fd, unsigned events) {
    struct epoll_event event = {.events = events, .data.fd = fd};
    require(epoll_ctl(epoll, operation, fd, &event) == 0, "epoll_ctl");
}

// ---- worker ----

static struct client { int length; char bytes[REQUEST]; } clients[CLIENTS];
static char root[128], head_start[256], date[64];
static int root_length;

static void leave(int fd) {
    clients[fd].length = 0;
    close(fd);
}

static void tell_time(void) {
    static time_t shown;
    time_t now = time(NULL);
    if (now != shown) {
        struct tm utc;
        shown = now;
        strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &utc));
    }
}

// Answers one whole request. Returns whether the connection stays.
static int answer(int fd, const char *request, int length) {
    char out[1024];
    int last = memmem(request, length, "\r\nConnection: close", 19) != NULL;
    int count = snprintf(out, sizeof out, "%s%s%s\r\n\r\n%s", head_start, date, last ? "\r\nConnection: close" : "", root);
    return send(fd, out, count, MSG_NOSIGNAL) == count && !last;
}

static void serve(int fd) {
    struct client *client = &clients[fd];
    int count = recv(fd, client->bytes + client->length, REQUEST - client->length, 0);
    if (count <= 0) {
        if (count == 0 || errno != EAGAIN) {
            leave(fd);
        }
        return;
    }
    client->length += count;
    char *end;
    while ((end = memmem(client->bytes, client->length, "\r\n\r\n", 4)) != NULL) {
        int length = end + 4 - client->bytes;
        if (!answer(fd, client->bytes, length)) {
            leave(fd);
            return;
        }
        client->length -= length;
        memmove(client->bytes, client->bytes + length, client->length);
    }
    if (client->length == REQUEST) {
        leave(fd);
    }
}

static void begin(int epoll, int fd) {
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    watch(epoll, EPOLL_CTL_ADD, fd, EPOLLIN);
}

// Takes all the connections that wait, answers them in one send, and begins to watch them.
static void take(int epoll, int channel, long *seq) {
    static char in[BUFFER], out[BUFFER];
    static int fds[CLIENTS];
    int taken = 0, composed = 0;
    while (taken < 256) {
        union { struct cmsghdr header; char space[CMSG_SPACE(sizeof(int))]; } control;
        struct iovec iov = {in, sizeof in};
        struct msghdr message = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
        int count = recvmsg(channel, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
        if (count < 0 && errno == EAGAIN) {
            break;
        }
        if (count <= 0) {
            exit(0);
        }
        char *number = memmem(in, count, "\"seq\":", 6);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        require(number != NULL && header != NULL && in[count - 1] == '\n', "newconn");
        memcpy(&fds[taken++], CMSG_DATA(header), sizeof(int));
        composed += sprintf(out + composed,
            "{\"cmd\":\"NODE_HANDLE_ACK\"}\n{\"cmd\":\"NODE_CLUSTER\",\"ack\":%ld,\"accepted\":true,\"seq\":%ld}\n",
            atol(number + 6), (*seq)++);
    }
    require(send(channel, out, composed, MSG_NOSIGNAL) == composed, "answer");
    for (int i = 0; i < taken; i++) {
        begin(epoll, fds[i]);
    }
}

static void accept_here(int epoll, int listener) {
    for (int i = 0; i < MAX_ACCEPTS; i++) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            return;
        }
        begin(epoll, fd);
    }
}

// Serves what comes over the channel, or what a listener of its own accepts; the other of the two is -1.
static void worker(int channel, int own_listener) {
    struct epoll_event events[EVENTS];
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    long seq = 0;
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    root_length = sprintf(root, "I am worker, pid: %d, ppid: %d\n", getpid(), getppid());
    sprintf(head_start,
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\nDate: ", root_length);
    watch(epoll, EPOLL_CTL_ADD, channel >= 0 ? channel : own_listener, EPOLLIN);
    for (;;) {
        int count = epoll_wait(epoll, events, EVENTS, -1);
        tell_time();
        for (int i = 0; i < count; i++) {
            if (events[i].data.fd == channel) {
                take(epoll, channel, &seq);
            } else if (events[i].data.fd == own_listener) {
                accept_here(epoll, own_listener);
            } else {
                serve(events[i].data.fd);
            }
        }
    }
}

// ---- master ----

static struct peer { int pid, channel, on_their_way, length, copies[WINDOW]; long seq; char bytes[BUFFER]; } peers[WORKERS];
static int listener, next_peer, listening = 1, port;

// The one that waited longest among those with nothing on its way, else the one with the least; NULL if all are full.
static struct peer *pick(void) {
    struct peer *best = NULL;
    for (int i = 0; i < WORKERS; i++) {
        struct peer *peer = &peers[(next_peer + i) % WORKERS];
        if (peer->on_their_way < (best == NULL ? WINDOW : best->on_their_way)) {
            best = peer;
        }
    }
    if (best != NULL) {
        next_peer = (best - peers + 1) % WORKERS;
    }
    return best;
}

static void hand_over(struct peer *peer, int fd) {
    char line[256];
    union { struct cmsghdr header; char space[CMSG_SPACE(sizeof(int))]; } control;
    int slot = 0;
    while (peer->copies[slot] != 0) {
        slot++;
    }
    // The slot is the number's last digits: an answer finds its copy without a search.
    long number = peer->seq++ * WINDOW + slot;
    int length = sprintf(line, "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\","
        "\"act\":\"newconn\",\"key\":\"127.0.0.1:%d:4:undefined:0\",\"seq\":%ld}}\n", port, number);
    struct iovec iov = {line, length};
    struct msghdr message = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    control.header.cmsg_len = CMSG_LEN(sizeof(int));
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    memcpy(CMSG_DATA(&control.header), &fd, sizeof(int));
    require(sendmsg(peer->channel, &message, MSG_NOSIGNAL) == length, "newconn");
    peer->copies[slot] = fd;
    peer->on_their_way++;
}

static void accept_all(int epoll) {
    for (int i = 0; i < MAX_ACCEPTS; i++) {
        struct peer *peer = pick();
        if (peer == NULL) {
            // The backlog holds until somebody answers.
            listening = 0;
            watch(epoll, EPOLL_CTL_MOD, listener, 0);
            return;
        }
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            return;
        }
        hand_over(peer, fd);
    }
}

static void hear(int epoll, struct peer *peer) {
    int count = recv(peer->channel, peer->bytes + peer->length, BUFFER - peer->length, MSG_DONTWAIT);
    require(count > 0, "worker");
    peer->length += count;
    char *start = peer->bytes, *end;
    while ((end = memchr(start, '\n', peer->bytes + peer->length - start)) != NULL) {
        char *number = memmem(start, end - start, "\"ack\":", 6);
        if (number != NULL) {
            int slot = atol(number + 6) % WINDOW;
            close(peer->copies[slot]);
            peer->copies[slot] = 0;
            peer->on_their_way--;
        }
        start = end + 1;
    }
    peer->length -= start - peer->bytes;
    memmove(peer->bytes, start, peer->length);
    if (!listening) {
        listening = 1;
        watch(epoll, EPOLL_CTL_MOD, listener, EPOLLIN);
    }
}

static void start_worker(struct peer *peer) {
    int pair[2];
    require(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0, "socketpair");
    int pid = fork();
    require(pid >= 0, "fork");
    if (pid == 0) {
        for (int i = 0; i < WORKERS; i++) {
            close(peers[i].channel);
        }
        close(listener);
        close(pair[0]);
        worker(pair[1], -1);
    }
    close(pair[1]);
    peer->pid = pid;
    peer->channel = pair[0];
}

// SIGTERM: ends the workers first, so that nobody else has to reap them.
static void stop(int signal) {
    (void) signal;
    for (int i = 0; i < WORKERS; i++) {
        kill(peers[i].pid, SIGKILL);
        waitpid(peers[i].pid, NULL, 0);
    }
    _exit(0);
}

int main(int count, char **arguments) {
    struct epoll_event events[EVENTS];
    int on = 1, epoll = epoll_create1(EPOLL_CLOEXEC);
    require(count == 2 || count == 3, "usage: handoff PORT [direct]");
    port = atoi(arguments[1]);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    require(bind(listener, (struct sockaddr *) &address, sizeof address) == 0, "bind");
    require(listen(listener, 4096) == 0, "listen");
    if (count == 3) {
        worker(-1, listener);
    }
    for (int i = 0; i < WORKERS; i++) {
        peers[i].channel = -1;
    }
    for (int i = 0; i < WORKERS; i++) {
        start_worker(&peers[i]);
        watch(epoll, EPOLL_CTL_ADD, peers[i].channel, EPOLLIN);
    }
    watch(epoll, EPOLL_CTL_ADD, listener, EPOLLIN);
    signal(SIGTERM, stop);
    for (;;) {
        int ready = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd == listener) {
                accept_all(epoll);
            } else {
                hear(epoll, events[i].data.fd == peers[0].channel ? &peers[0] : &peers[1]);
            }
        }
    }
}
