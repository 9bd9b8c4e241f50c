def kind(head):
    """The kind of an image, by its first bytes."""
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if head[:4] == b"\x89PNG":
        return "png"

def inflate(data):
    return zlib.decompress(base64.b64decode(data))
