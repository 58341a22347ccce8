"""Client processor time of unary calls with grpc.aio; run by grpc_versions.py, needs grpcio alone.

Arguments: port, calls at once, calls in all, calls a second (0: as many as go). Prints µs a call.
"""

import asyncio
import sys
import time

import grpc

METHOD = "/gateway_protocol.Gateway/CompleteJob"
REQUEST = b"\x08\x81\x80\x80\x80\x80\x80\x80\x04\x12\x02{}"  # jobKey 2251799813685249, variables {}
WARM = 500


async def main(port: str, at_once: str, number: str, rate: str) -> None:
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        call = channel.unary_unary(METHOD)
        await measure(call, int(at_once), WARM, float(rate))
        begun = time.process_time()
        await measure(call, int(at_once), int(number), float(rate))
        print((time.process_time() - begun) / int(number) * 1e6)


async def measure(
    call: grpc.aio.UnaryUnaryMultiCallable, at_once: int, number: int, rate: float
) -> None:
    left = iter(range(number))
    pause = at_once / rate if rate else 0

    async def some() -> None:
        due = asyncio.get_running_loop().time()
        for _ in left:
            await call(REQUEST, timeout=10)
            if pause:
                due += pause
                await asyncio.sleep(due - asyncio.get_running_loop().time())

    await asyncio.gather(*(some() for _ in range(at_once)))


asyncio.run(main(*sys.argv[1:]))
