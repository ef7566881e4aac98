using System.Text;
using Auctions.Measuring;
using Auctions.Measuring.Http;

namespace Auctions.Bench.Tests.Http;

/// <summary>Answers are read however they arrive, and nothing else is taken for one.</summary>
public sealed class HttpAnswerTests
{
    private const string Sized =
        "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"sequence\":7}";

    private const string Chunked =
        "HTTP/1.1 409 Conflict\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"cod\r\nA;x=y\r\ne\":\"below\"\r\n" +
        "1\r\n}\r\n0\r\nTrailer: x\r\n\r\n";

    private const string Empty = "HTTP/1.1 204 No Content\r\n\r\n";

    private const string Last = "HTTP/1.1 503 Service Unavailable\r\nConnection: Close\r\ncontent-length:0\r\n\r\n";

    [Theory]
    [InlineData(Sized, 201, "{\"sequence\":7}", true)]
    [InlineData(Chunked, 409, "{\"code\":\"below\"}", true)]
    [InlineData(Empty, 204, "", true)]
    [InlineData(Last, 503, "", false)]
    public void An_answer_is_read_once_it_is_there_to_its_last_byte(
        string text, int status, string body, bool keepsConnection)
    {
        for (var length = 0; length < text.Length; length++)
        {
            Assert.Null(Read(text[..length]));
        }

        Assert.Equal((status, body, keepsConnection), Read(text));
    }

    [Theory]
    [InlineData("G")]
    [InlineData("HTTP/2 200\r\n\r\n")]
    [InlineData("HTTP/1.1 OK\r\n\r\n")]
    [InlineData("HTTP/1.1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: few\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nmuch\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n")]
    public void What_is_no_answer_to_one_request_is_refused(string text)
    {
        var refused = Assert.Throws<MeasurementException>(() => Read(text));
        Assert.StartsWith("What the server sent is no answer by HTTP/1.1: ", refused.Message);
    }

    private static (int Status, string Body, bool KeepsConnection)? Read(string text) =>
        HttpAnswer.TryRead(Encoding.ASCII.GetBytes(text), out var answer)
            ? (answer.Status, Encoding.ASCII.GetString(answer.Body), answer.KeepsConnection)
            : null;
}
