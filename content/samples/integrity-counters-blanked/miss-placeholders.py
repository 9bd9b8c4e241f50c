class Base:
    def start(self):
        pass

    def stop(self):
        try:
            self.close()
        except OSError:
            pass
        else:
            pass
