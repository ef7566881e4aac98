/* Has each fsync and fdatasync of a program take FSYNC_DELAY_US microseconds longer, as on a slower disk. To be loaded
   before the C library (LD_PRELOAD). Whoever waits for the disk waits here too; nobody else is disturbed, unlike by a
   tracer, which stops a program at each signal, too, and serves all of its processes one after the other. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static struct timespec delay;

__attribute__((constructor)) static void begin(void)
{
  const char *text = getenv("FSYNC_DELAY_US");
  long microseconds = text == NULL ? 0 : atol(text);
  delay.tv_sec = microseconds / 1000000;
  delay.tv_nsec = microseconds % 1000000 * 1000;
}

static int late(long result)
{
  int error = errno;
  struct timespec left = delay;
  while (nanosleep(&left, &left) != 0 && errno == EINTR)
    continue;
  errno = error;
  return (int)result;
}

int fsync(int file)
{
  return late(syscall(SYS_fsync, file));
}

int fdatasync(int file)
{
  return late(syscall(SYS_fdatasync, file));
}
