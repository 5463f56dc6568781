def test_help_is_private(world):
    world.enters("ana", silently=True)
    world.command("ana", "/cohort help")
    assert "What you can do" in world.told("ana")[0]
